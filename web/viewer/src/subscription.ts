import { Emitter } from './emitter.js';
import type { Follower, Health } from './follower.js';
import type { Document } from './json.js';
import type { Position } from './position.js';
import { Stream } from './stream.js';
import type { Change } from './tier.js';
import type { Missing } from './update.js';

export type SubscriptionEvents = { change: Change; health: Health; error: unknown };

/** One reader of a tier: what it is now, and a stream of how it moves on. */
export class Subscription implements AsyncIterable<Change> {
  readonly #events = new Emitter<SubscriptionEvents>();
  readonly #streams = new Set<Stream>();
  readonly #follower: Follower;
  readonly #leave: (subscription: Subscription) => void;

  /** @internal */
  constructor(follower: Follower, leave: (subscription: Subscription) => void) {
    this.#follower = follower;
    this.#leave = leave;
  }

  get tier(): string {
    return this.#follower.name;
  }

  /** The document of a state tier; undefined while there is none. */
  get state(): Document | undefined {
    return this.#follower.tier.document;
  }

  /** The entries of a log tier, oldest first, at most the last 10,000. */
  get entries(): readonly Document[] {
    return this.#follower.tier.entries;
  }

  /** Where the tier stands; undefined while nothing is known. */
  get position(): Position | undefined {
    return this.#follower.tier.position;
  }

  /**
   * `fresh`: known to be what the server committed. `recovering`: in doubt, and being asked for. `stale`: not known to be current for
   * 30 s. `gap`: current, but `missing` says which part of the history this viewer will never see.
   */
  get health(): Health {
    return this.#follower.health;
  }

  /** Whether the server has answered yet. Until then it is `recovering`, though nothing is shown that could be wrong. */
  get known(): boolean {
    return this.#follower.known;
  }

  /** Milliseconds since what is shown was committed, by the server's clock; undefined while nothing is shown. */
  get age(): number | undefined {
    return this.#follower.age;
  }

  /** Milliseconds since what is shown was last known to be current. */
  get checked(): number {
    return this.#follower.checked;
  }

  /** The ranges that are no longer kept: of a log until acknowledged, of a document until it moves on. */
  get missing(): readonly Missing[] {
    return this.#follower.missing;
  }

  /** Someone has taken note of what is missing. */
  acknowledge(): void {
    this.#follower.acknowledge();
  }

  /** Calls back until the returned function is called or the subscription disposed. */
  on<Name extends keyof SubscriptionEvents>(name: Name, listener: (event: SubscriptionEvents[Name]) => void): () => void {
    return this.#events.on(name, listener);
  }

  /** Changes from now on, each once and in order; ends with the subscription. Every call starts a stream of its own. */
  [Symbol.asyncIterator](): Stream {
    const stream = new Stream((ended) => this.#streams.delete(ended));
    this.#streams.add(stream);
    return stream;
  }

  /** Ends its streams, forgets its listeners, and leaves the tier when it was the last to follow it. */
  dispose(): void {
    for (const stream of [...this.#streams]) stream.end();
    this.#events.clear();
    this.#leave(this);
  }

  /** @internal */
  tell<Name extends keyof SubscriptionEvents>(name: Name, event: SubscriptionEvents[Name]): void {
    if (name === 'change') for (const stream of this.#streams) stream.push(event as Change);
    this.#events.emit(name, event);
  }
}
