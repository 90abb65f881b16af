import type { PlayerPages, PlayerRecord } from './playerPages.js';

/** The moments of a recording: the records of one commit, which are shown together, and when that was. */
export class Moments {
  constructor(private readonly pages: PlayerPages) {}

  /** The last record of the moment that a record belongs to: a commit moves each tier at most once, and all of them at the same time. */
  async endOf(n: number): Promise<number> {
    const seen = new Set<string>();
    let first: number | undefined;
    for (let at = n; ; at++) {
      const record = await this.pages.record(at);
      const [time, tier] = [timeOf(record), record?.update?.tier ?? record?.gap?.tier];
      if (!record || !tier || (first !== undefined && time !== undefined && time !== first) || seen.has(tier))
        return Math.min(Math.max(at - 1, n), this.pages.to);
      first ??= time;
      if (record.update) seen.add(tier);
    }
  }

  /** The first record of the moment that a record belongs to. */
  async startOf(n: number): Promise<number> {
    const seen = new Set<string>();
    const first = await this.#timeNear(n);
    for (let at = n; ; at--) {
      const record = await this.pages.record(at);
      const tier = record?.update?.tier;
      if (!record || (timeOf(record) ?? first) !== first || (tier && seen.has(tier))) return at + 1;
      if (tier) seen.add(tier);
    }
  }

  /** The last record that is not later than a time, in milliseconds since the Unix epoch. */
  async before(time: number): Promise<number> {
    let [low, high] = [this.pages.from, this.pages.to]; // it lies in between
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (((await this.#timeNear(middle)) ?? -Infinity) <= time) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The time of a record, or of the one before it that has one. */
  async #timeNear(n: number): Promise<number | undefined> {
    for (let at = n; at >= this.pages.from; at--) {
      const time = timeOf(await this.pages.record(at));
      if (time !== undefined) return time;
    }
    return undefined;
  }
}

/** When a record was committed, in milliseconds since the Unix epoch. */
export function timeOf(record: PlayerRecord | undefined): number | undefined {
  const time = Date.parse(record?.update?.at.committed ?? '');
  return Number.isNaN(time) ? undefined : time;
}
