import { isObject, type Document, type Patch } from './json.js';
import type { Position } from './position.js';

/** When an update happened. Times explain; order comes from positions alone. */
export interface UpdateTimes {
  /** The provider's own clock, where it tells one. */
  readonly source?: string;
  /** When the provider's bytes reached the server. */
  readonly received?: string;
  /** When the update was committed. */
  readonly committed?: string;
}

/** One message on a tier, as it is published and caught up. */
export type Update = Position & {
  readonly tier: string;
  /** 16 hex digits that prove the state after the update. */
  readonly hash: string;
  readonly at: UpdateTimes;
} & (
    | { readonly kind: 'patch'; readonly data: Patch }
    | { readonly kind: 'state'; readonly data: Document }
    | { readonly kind: 'events'; readonly data: readonly Document[] }
  );

/** A range of a tier's history that is no longer kept. */
export interface Missing {
  readonly from: number;
  readonly to: number;
  /** Why: `retention`, `epoch`, …; `slow reader` when this program did not read its own stream. */
  readonly reason: string;
  /** The history the range belongs to, when it is not the present one. */
  readonly epoch?: string;
}

/** What the catch-up route says. */
export type Answer =
  /** Nothing is newer, or nothing was ever committed. */
  | { readonly answer: 'current' }
  | { readonly answer: 'updates'; readonly updates: readonly Update[] }
  | { readonly answer: 'state'; readonly state: Update }
  | { readonly answer: 'gap'; readonly missing: Missing; readonly state: Update };

/** Reads an update from outside; undefined when it is none of this tier. */
export function readUpdate(value: unknown, tier: string): Update | undefined {
  if (!isObject(value) || value.tier !== tier || typeof value.epoch !== 'string' || typeof value.hash !== 'string') return;
  if (!Number.isSafeInteger(value.offset) || (value.offset as number) < 1) return;
  const fits = value.kind === 'events' ? Array.isArray(value.data) : isObject(value.data);
  if (!fits || (value.kind !== 'events' && value.kind !== 'patch' && value.kind !== 'state')) return;
  return { ...value, at: isObject(value.at) ? value.at : {} } as unknown as Update;
}

/** Reads a catch-up answer; undefined when it is none. */
export function readAnswer(value: unknown, tier: string): Answer | undefined {
  if (!isObject(value)) return;
  if (value.answer === 'none') return { answer: 'current' };
  if (value.answer === 'updates' && Array.isArray(value.updates)) {
    const updates = value.updates.map((update) => readUpdate(update, tier));
    return updates.includes(undefined) ? undefined : { answer: 'updates', updates: updates as Update[] };
  }
  const state = readUpdate(value.state, tier);
  if (!state || state.kind === 'patch') return;
  if (value.answer === 'state') return { answer: 'state', state };
  if (value.answer !== 'gap' || !isObject(value.missing)) return;
  return { answer: 'gap', missing: value.missing as unknown as Missing, state };
}
