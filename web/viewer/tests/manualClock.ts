import type { Clock } from '../src/clock.js';

/** Lets everything that waits for nothing but promises happen. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 4; i++) await new Promise((resolve) => setImmediate(resolve));
}

/** Time that moves when it is told to, and chance from a seed. */
export class ManualClock implements Clock {
  #now = Date.parse('2026-11-20T19:00:00Z');
  #timers = new Map<number, { due: number; callback: () => void }>();
  #next = 0;
  #seed: number;

  constructor(seed = 1) {
    this.#seed = seed;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const id = this.#next++;
    this.#timers.set(id, { due: this.#now + Math.max(0, ms), callback });
    return () => void this.#timers.delete(id);
  }

  // mulberry32
  random(): number {
    let t = (this.#seed = (this.#seed + 0x6d2b79f5) | 0);
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  get timers(): number {
    return this.#timers.size;
  }

  /** The machine sleeps: the time of day goes on, and what is left of each timer does not. */
  sleep(ms: number): void {
    this.#now += ms;
    for (const timer of this.#timers.values()) timer.due += ms;
  }

  /** Time goes on and nobody has time for the timers. */
  pass(ms: number): void {
    this.#now += ms;
  }

  async advance(ms: number): Promise<void> {
    await settle();
    const until = this.#now + ms;
    for (let next = this.#earliest(until); next; next = this.#earliest(until)) {
      const [id, { due, callback }] = next;
      this.#timers.delete(id);
      this.#now = Math.max(this.#now, due);
      callback();
      await settle();
    }
    this.#now = until;
  }

  #earliest(until: number): [number, { due: number; callback: () => void }] | undefined {
    const due = [...this.#timers].filter(([, timer]) => timer.due <= until);
    return due.sort(([a, x], [b, y]) => x.due - y.due || a - b)[0];
  }
}
