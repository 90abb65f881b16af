import { systemClock, type Clock } from './clock.js';
import { connectPubSub, type Connect } from './socket.js';

/** How a viewer reaches the server, and its patience. All times are in milliseconds. */
export interface ViewerOptions {
  /** The negotiate route, such as `/api/negotiate`; in Node an absolute URL. */
  readonly negotiate: string;
  /** What the catch-up route begins with; `…/tiers/` beside the negotiate route by default. */
  readonly tiers?: string;
  /** Headers of every request, such as `Authorization`; asked each time, so that a token may be renewed. */
  readonly headers?: () => Record<string, string> | Promise<Record<string, string>>;
  /** Asks the catch-up route this often while there is no connection (5,000). */
  readonly pollEvery?: number;
  /** Begins to ask when there was no connection for this long (3,000). */
  readonly pollAfter?: number;
  /** Asks after this long without an update, so that a lost last message is found (60,000). */
  readonly auditEvery?: number;
  /** Calls a tier stale when it was not known to be current for this long (30,000). */
  readonly staleAfter?: number;
  /** Opens one more connection above this many tiers (50). */
  readonly tiersPerConnection?: number;
  readonly fetch?: typeof globalThis.fetch;
  readonly connect?: Connect;
  readonly clock?: Clock;
  /** What tells that the page came back: `online` of a window, by default of this one. */
  readonly wake?: Pick<EventTarget, 'addEventListener' | 'removeEventListener'> | undefined;
}

export type Settings = Required<Omit<ViewerOptions, 'wake'>> &
  Pick<ViewerOptions, 'wake'> & {
    /** Aborted when the viewer is disposed. */
    readonly ended: AbortSignal;
  };

export function settings(options: ViewerOptions, ended: AbortSignal): Settings {
  const page = typeof globalThis.addEventListener === 'function' ? globalThis : undefined;
  return {
    tiers: options.negotiate.replace(/[^/]*$/, 'tiers/'),
    headers: () => ({}),
    pollEvery: 5_000,
    pollAfter: 3_000,
    auditEvery: 60_000,
    staleAfter: 30_000,
    tiersPerConnection: 50,
    fetch: (input, init) => globalThis.fetch(input, init),
    connect: connectPubSub,
    clock: systemClock,
    wake: page,
    ...options,
    ended,
  };
}
