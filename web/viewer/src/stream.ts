import type { Change } from './tier.js';

const capacity = 1_000;

/**
 * The changes of a tier for one reader. At most 1,000 wait; a reader that is slower loses the oldest: of a state tier that is
 * conflation (each change carries the whole document), of a log the next change says which range was not read.
 */
export class Stream implements AsyncIterableIterator<Change> {
  #waiting: Change[] = [];
  #wake: ((result: IteratorResult<Change>) => void)[] = [];
  #ended = false;
  #dropped: Change[] = [];

  constructor(private readonly ended: (stream: Stream) => void) {}

  push(change: Change): void {
    const reader = this.#wake.shift();
    if (reader) return reader({ value: change, done: false });
    this.#waiting.push(change);
    if (this.#waiting.length <= capacity) return;
    const oldest = this.#waiting.shift()!;
    if (oldest.kind === 'events') this.#dropped = [this.#dropped[0] ?? oldest, oldest];
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const reader of this.#wake.splice(0)) reader({ value: undefined, done: true });
    this.ended(this);
  }

  next(): Promise<IteratorResult<Change>> {
    const change = this.#waiting.shift();
    if (change) return Promise.resolve({ value: this.#withLoss(change), done: false });
    if (this.#ended) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve) => this.#wake.push(resolve));
  }

  return(): Promise<IteratorResult<Change>> {
    this.#waiting = [];
    this.end();
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #withLoss(change: Change): Change {
    const [first, last] = this.#dropped;
    this.#dropped = [];
    if (!first || !last || change.missing) return change;
    const from = first.position.offset;
    return {
      ...change,
      missing: { from, to: last.position.offset, reason: 'slow reader', epoch: last.position.epoch },
    };
  }
}
