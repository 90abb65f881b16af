/** Time and chance, so that a test can own both. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Calls back after `ms`; returns what cancels it. */
  after(ms: number, callback: () => void): () => void;
  /** Uniform in [0, 1). */
  random(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};

/** A timer stands still while the machine sleeps: one that is as late as this has, and what it was to ring for is due. */
const late = 1_000;

/** One thing that is due: the earliest wish wins, and there is at most one timer. */
export class Alarm {
  #due = Infinity;
  #cancel: (() => void) | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly ring: () => void,
  ) {}

  /** Rings after `ms`, or earlier where an earlier wish stands. */
  within(ms: number): void {
    const now = this.clock.now();
    const slept = now - this.#due > late;
    if (slept) ms = 0;
    else if (now + ms >= this.#due) return;
    this.clear();
    this.#due = now + ms;
    this.#cancel = this.clock.after(ms, () => {
      this.#due = Infinity;
      this.#cancel = undefined;
      this.ring();
    });
  }

  /** Rings after `ms`, whatever stood before. */
  at(ms: number): void {
    this.clear();
    this.within(ms);
  }

  clear(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#due = Infinity;
  }
}
