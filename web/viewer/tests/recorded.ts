import { expect } from 'vitest';
import type { Document } from '../src/json.js';
import type { PlayerOptions } from '../src/index.js';
import type { Update } from '../src/update.js';
import { ManualClock } from './manualClock.js';
import { FakeSocket, problem, ServedTier } from './world.js';

export const topic = 'game:rugs.20261121-e8186dbf38e046d1';
const pageSize = 1_000;

/** A game that was recorded while it was played, and a server that has both. */
export class Recorded {
  readonly clock = new ManualClock();
  readonly tick = new ServedTier(`${topic}/tick`, 'state', this.clock);
  readonly ticks = new ServedTier(`${topic}/ticks`, 'log', this.clock);
  readonly records: ({ n: number } & ({ update: Update } | { gap: unknown }))[] = [];
  readonly moments: { at: number; time: number; document: Document; entries: number }[] = [];
  readonly asked: string[] = [];
  readonly sockets = new Set<FakeSocket>();
  recorded = Infinity;
  #bases = new Map<number, Update[]>();
  #entries = 0;

  /** Plays so many ticks, a quarter of a second each, and records them. */
  async play(count: number): Promise<this> {
    for (let i = 0; i < count; i++) this.say(await this.#next());
    return this;
  }

  async #next(): Promise<number> {
    await this.clock.advance(250);
    return ++this.#entries;
  }

  say(tick: number): Update[] {
    const price = `${tick}.0${tick % 7}1`;
    const updates = [this.tick.commit({ tick, price, [`odd${tick % 3}`]: tick }), this.ticks.commit({ tick, price })];
    updates.forEach((update) => this.#record(update));
    this.moments.push({ at: this.records.length, time: this.clock.now(), document: this.tick.document, entries: tick });
    return updates;
  }

  #record(update: Update): void {
    if (this.records.length % pageSize === 0) this.#bases.set(this.records.length + 1, this.#standing(update));
    this.records.push({ n: this.records.length + 1, update });
  }

  // Where the tiers stood before this update.
  #standing(update: Update): Update[] {
    const last = new Map<string, Update>();
    for (const record of this.records) if ('update' in record) last.set(record.update.tier, record.update);
    if (last.size === 0) return [];
    const { document } = this.moments.at(-1)!;
    expect(update.tier).toBe(this.tick.name); // two records a moment: a page begins with one
    return [...last.values()].map(({ tier, epoch, offset, hash, at }) =>
      tier === this.tick.name
        ? { tier, epoch, offset, hash, at, kind: 'state', data: document }
        : { tier, epoch, offset, hash, at, kind: 'events', data: [] },
    );
  }

  get options(): PlayerOptions {
    return {
      negotiate: 'http://test/api/negotiate',
      clock: this.clock,
      wake: undefined,
      fetch: async (input, init) => {
        await Promise.resolve();
        return this.#serve(new URL(String(input)), new Headers(init?.headers).get('if-none-match'), init);
      },
      connect: async (url, events) => {
        const socket = new FakeSocket(url, events, (gone) => this.sockets.delete(gone));
        this.sockets.add(socket);
        return socket;
      },
    };
  }

  publish(updates: Update[]): void {
    for (const update of updates) for (const socket of [...this.sockets]) socket.deliver(update, update.tier);
  }

  #serve(url: URL, tag: string | null, init?: RequestInit): Response {
    const path = decodeURIComponent(url.pathname);
    this.asked.push(path + url.search);
    const to = Math.min(this.recorded, this.records.length);
    if (path === `/api/recordings/${topic}`) {
      if (!url.search) return Response.json({ topic, from: 1, to, segments: range(1, to, pageSize), status: 'recorded' });
      const [from, until] = [Number(url.searchParams.get('from')), Number(url.searchParams.get('to'))];
      if (until > to || until - from >= pageSize) return problem(404);
      return Response.json({ topic, from, to: until, bases: this.#bases.get(from) ?? [], records: this.records.slice(from - 1, until) });
    }
    const tier = [this.tick, this.ticks].find(({ name }) => path === `/api/tiers/${name}`);
    if (tier) return tier.catchUp(tag);
    const { tiers } = JSON.parse(String(init?.body)) as { tiers: string[] };
    return Response.json({
      url: 'ws://test/client',
      expires: new Date(this.clock.now() + 3_600_000).toISOString(),
      tiers: tiers.map((name) => ({ tier: name, kind: 'state', group: name })),
      resume: true,
    });
  }
}

const range = (from: number, to: number, step: number) =>
  Array.from({ length: Math.ceil((to - from + 1) / step) }, (_, i) => from + i * step);
