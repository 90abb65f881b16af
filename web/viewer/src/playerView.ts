import type { Document } from './json.js';
import type { Position } from './position.js';
import { Tier, type Change } from './tier.js';
import type { PlayerPage, PlayerRecord } from './playerPages.js';
import type { Missing, Update, UpdateTimes } from './update.js';

/** What a player shows of one tier. */
export interface PlayedTier {
  readonly position: Position;
  /** A state tier's document. */
  readonly document?: Document;
  /** A log tier's entries, oldest first, as far back as they were played. */
  readonly entries: readonly Document[];
  readonly at: UpdateTimes;
}

const entriesKept = 10_000;

/**
 * The tiers at one record of a recording. Records are applied by the same applier as live updates, so that what is replayed is proven
 * by its hash in the same way, or not shown.
 */
export class PlayerView {
  /** What is shown, by the tier's name. It never changes: a step makes new ones. */
  tiers: ReadonlyMap<string, PlayedTier> = new Map();
  #appliers = new Map<string, Tier>();
  #last = new Map<string, Update>();
  #gaps = new Map<string, Missing>();

  constructor(private readonly show: (change: Change) => void) {}

  /** Begins where a page begins; `entries` are those of the logs until then, as far as they are known. */
  begin(page: PlayerPage, entries: ReadonlyMap<string, readonly Document[]>): void {
    this.tiers = new Map();
    this.#appliers.clear();
    this.#last.clear();
    this.#gaps.clear();
    for (const base of page.bases) {
      this.#applier(base.tier).answer({ answer: 'state', state: base });
      this.#last.set(base.tier, base);
      const shown = this.tiers.get(base.tier);
      if (shown) this.#put(base.tier, { ...shown, entries: entries.get(base.tier) ?? [] });
    }
  }

  /** Applies the next record; false when it is not proven. */
  apply(record: PlayerRecord): boolean {
    if (record.gap) {
      this.#gaps.set(record.gap.tier, record.gap);
      return true;
    }
    const { update } = record;
    const applier = this.#applier(update.tier);
    const missing = this.#gaps.get(update.tier);
    this.#gaps.delete(update.tier);
    const anew = update.kind !== 'patch' && !applier.position && update.offset > 1;
    const verdict =
      missing && update.kind !== 'patch'
        ? applier.answer({ answer: 'gap', missing, state: update })
        : anew || (applier.position && applier.position.epoch !== update.epoch && update.kind !== 'patch')
          ? applier.answer({ answer: 'state', state: update })
          : applier.take(update);
    if (verdict === 'applied') this.#last.set(update.tier, update);
    return verdict === 'applied' || verdict === 'known';
  }

  /** A change that comes from elsewhere: live. */
  take(change: Change): void {
    const before = this.tiers.get(change.tier);
    const entries = change.reset ? change.entries : [...(before?.entries ?? []), ...change.entries].slice(-entriesKept);
    const document = change.state ?? before?.document;
    this.#put(change.tier, { position: change.position, entries, at: change.at, ...(document && { document }) });
    this.show(change);
  }

  /** Where a tier stands, as an update from which another applier goes on. */
  base(tier: string): Update | undefined {
    const last = this.#last.get(tier);
    if (!last) return undefined;
    const { epoch, offset, hash, at } = last;
    const shared = { tier, epoch, offset, hash, at };
    const document = this.tiers.get(tier)?.document;
    return document ? { ...shared, kind: 'state', data: document } : { ...shared, kind: 'events', data: [] };
  }

  /** The entries of the logs by now. */
  get entries(): ReadonlyMap<string, readonly Document[]> {
    return new Map([...this.tiers].map(([name, { entries }]) => [name, entries]));
  }

  #put(name: string, tier: PlayedTier): void {
    this.tiers = new Map(this.tiers).set(name, tier);
  }

  #applier(name: string): Tier {
    const known = this.#appliers.get(name);
    if (known) return known;
    const applier = new Tier(name, (change) => this.take(change), 1); // the view keeps the entries
    this.#appliers.set(name, applier);
    return applier;
  }
}
