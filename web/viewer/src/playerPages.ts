import { HttpError, request } from './http.js';
import { isObject } from './json.js';
import type { Settings } from './options.js';
import { readUpdate, type Missing, type Update } from './update.js';

/** One record of a recording: an update as it was committed, or a range that the recording does not have. */
export type PlayerRecord = { readonly n: number } & (
  | { readonly update: Update; readonly gap?: never }
  | { readonly gap: Missing & { readonly tier: string }; readonly update?: never }
);

/** Records that never change, and where each tier stands before the first of them. */
export interface PlayerPage {
  readonly bases: readonly Update[];
  readonly records: readonly PlayerRecord[];
}

/** What of a tier is kept, where no recording is to be played. */
export interface KeptRange {
  readonly tier: string;
  readonly epoch: string;
  readonly from: number;
  readonly to: number;
}

const pageSize = 1_000;
const pagesKept = 40;

/** Fetches pages of a recording, or of a kept range, each once while it is remembered. Pages are immutable, so the browser keeps them too. */
export class PlayerPages {
  from = 1;
  to = 0;
  /** Why it is not recorded any more, if so. */
  stopped: string | undefined;
  /** The numbers of the first records of all pages. */
  starts: readonly number[] = [];
  #pages = new Map<string, Promise<PlayerPage>>();

  constructor(
    readonly topic: string,
    private readonly settings: Settings,
    private readonly base: string,
    private readonly kept?: KeptRange,
  ) {}

  /** Looks how far it goes by now. */
  async look(): Promise<void> {
    const { kept } = this;
    const summary = kept ? { ...kept, segments: [kept.from] } : await this.#get('');
    const segments = isObject(summary) && Array.isArray(summary.segments) ? (summary.segments as number[]) : [];
    if (!isObject(summary) || typeof summary.to !== 'number' || segments.length === 0)
      throw new Error(`${this.topic}: no summary of a recording`);
    this.from = segments[0]!;
    this.to = summary.to;
    this.stopped = summary.status === 'stopped' ? String(summary.reason ?? '') : undefined;
    this.starts = segments.flatMap((first, i) => chunks(first, (segments[i + 1] ?? this.to + 1) - 1));
  }

  /** The first record of the page that has a record. */
  startOf(n: number): number {
    return [...this.starts].reverse().find((start) => start <= n) ?? this.from;
  }

  /** The page that has a record. */
  page(n: number): Promise<PlayerPage> {
    const from = this.startOf(n);
    const to = (this.starts.find((start) => start > n) ?? this.to + 1) - 1;
    const key = `?from=${from}&to=${to}`;
    const known = this.#pages.get(key);
    if (known) return known;
    const loading = this.#load(key);
    this.#pages.set(key, loading);
    loading.catch(() => this.#pages.delete(key)); // what failed is asked for again
    if (this.#pages.size > pagesKept) this.#pages.delete(this.#pages.keys().next().value!);
    return loading;
  }

  async record(n: number): Promise<PlayerRecord | undefined> {
    if (n < this.from || n > this.to) return undefined;
    return (await this.page(n)).records[n - this.startOf(n)];
  }

  async #load(query: string): Promise<PlayerPage> {
    const { kept } = this;
    const page = await this.#get(kept ? `${query}&tier=${kept.tier}&epoch=${kept.epoch}` : query);
    if (!isObject(page) || !Array.isArray(page.records) || !Array.isArray(page.bases)) throw new Error(`${this.topic}${query}: no page`);
    const bases = page.bases.map((base) => this.#update(base));
    return { bases, records: page.records.map((record) => this.#record(record)) };
  }

  #record(record: unknown): PlayerRecord {
    if (!isObject(record)) throw new Error(`${this.topic}: no record`);
    return isObject(record.gap) ? (record as unknown as PlayerRecord) : { n: record.n as number, update: this.#update(record.update) };
  }

  #update(value: unknown): Update {
    const name = isObject(value) ? String(value.tier) : '';
    const update = name.startsWith(`${this.topic}/`) ? readUpdate(value, name) : undefined;
    if (!update) throw new Error(`${this.topic}: no update of this topic`);
    return update;
  }

  async #get(query: string): Promise<unknown> {
    const url = `${this.base}${encodeURIComponent(this.topic)}${query}`;
    const headers = await this.settings.headers();
    // What is immutable may come from any cache; what says how far it goes may not.
    const { status, body } = await request(this.settings, url, { headers, cache: query ? 'default' : 'no-store' }, [200]);
    if (body === undefined) throw new HttpError(status, `${url}: no JSON`);
    return body;
  }
}

function chunks(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, Math.ceil((last - first + 1) / pageSize)) }, (_, i) => first + i * pageSize);
}
