import type { Clock } from './clock.js';

const first = 500;
const cap = 30_000;

/** Full jitter: anywhere between now and an exponentially growing limit, at most 30 s, so that many who fell together do not return together. */
export class Backoff {
  #failures = 0;

  constructor(private readonly clock: Clock) {}

  get failures(): number {
    return this.#failures;
  }

  /** How long to wait after one more failure; never less than what the server asked for. */
  next(retryAfter = 0): number {
    const limit = Math.min(cap, first * 2 ** Math.min(this.#failures++, 16));
    const wait = this.clock.random() * limit;
    // Those who were all told the same second are spread as well.
    return retryAfter > 0 ? retryAfter + Math.min(wait, 1_000) : wait;
  }

  reset(): void {
    this.#failures = 0;
  }
}
