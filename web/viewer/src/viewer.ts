import { Alarm } from './clock.js';
import { Emitter } from './emitter.js';
import { Follower } from './follower.js';
import { Lane } from './lane.js';
import { settings, type Settings, type ViewerOptions } from './options.js';
import { Subscription } from './subscription.js';
import type { Update } from './update.js';

const tickEvery = 1_000;

interface Followed {
  readonly follower: Follower;
  readonly lane: Lane;
  readonly readers: Set<Subscription>;
}

/** Follows tiers. Those who subscribe to the same tier share its connection, its position and its catch ups. */
export class Viewer {
  readonly #settings: Settings;
  readonly #events = new Emitter<{ error: unknown }>();
  readonly #followed = new Map<string, Followed>();
  readonly #lanes = new Set<Lane>();
  readonly #tick: Alarm;
  readonly #onWake = () => this.#wake();
  readonly #ended = new AbortController();

  constructor(options: ViewerOptions) {
    this.#settings = settings(options, this.#ended.signal);
    this.#tick = new Alarm(this.#settings.clock, () => this.#everySecond());
    this.#settings.wake?.addEventListener('online', this.#onWake);
  }

  /**
   * Follows a tier, such as `sports:nba.20261120.bos.lal/score`. Where nobody follows it yet, `from` is what is known of it already (a whole
   * state, or no entries at a position): it goes on from there.
   */
  subscribe(tier: string, from?: Update): Subscription {
    if (this.#ended.signal.aborted) throw new Error('The viewer is disposed.');
    const followed = this.#followed.get(tier) ?? this.#follow(tier, from);
    const subscription = new Subscription(followed.follower, (reader) => this.#leave(followed, reader));
    followed.readers.add(subscription);
    return subscription;
  }

  /** Calls back with what goes wrong on the way, for a log: the viewer heals by itself. */
  on(name: 'error', listener: (error: unknown) => void): () => void {
    return this.#events.on(name, listener);
  }

  /** Ends every subscription, connection, timer and listener. */
  dispose(): void {
    this.#ended.abort();
    for (const { readers } of [...this.#followed.values()]) for (const reader of [...readers]) reader.dispose();
    this.#settings.wake?.removeEventListener('online', this.#onWake);
    this.#events.clear();
    this.#tick.clear();
  }

  #follow(tier: string, from?: Update): Followed {
    const readers = new Set<Subscription>();
    const follower = new Follower(tier, this.#settings, {
      change: (change) => readers.forEach((reader) => reader.tell('change', change)),
      health: (health) => readers.forEach((reader) => reader.tell('health', health)),
      error: (error) => {
        readers.forEach((reader) => reader.tell('error', error));
        this.#events.emit('error', error);
      },
    });
    if (from) follower.tier.answer({ answer: 'state', state: from });
    const followed = { follower, readers, lane: this.#laneWithRoom() };
    this.#followed.set(tier, followed);
    followed.lane.add(follower);
    this.#tick.within(tickEvery);
    return followed;
  }

  #laneWithRoom(): Lane {
    const roomy = [...this.#lanes].find((lane) => lane.followers.size < this.#settings.tiersPerConnection);
    const lane = roomy ?? new Lane(this.#settings, (error) => this.#events.emit('error', error));
    this.#lanes.add(lane);
    return lane;
  }

  #leave({ follower, readers, lane }: Followed, reader: Subscription): void {
    if (!readers.delete(reader) || readers.size > 0) return;
    this.#followed.delete(follower.name);
    follower.dispose();
    lane.remove(follower.name);
    if (lane.followers.size > 0) return;
    lane.dispose();
    this.#lanes.delete(lane);
  }

  #everySecond(): void {
    for (const lane of this.#lanes) lane.tick();
    for (const { follower } of this.#followed.values()) follower.look();
    if (this.#followed.size > 0) this.#tick.within(tickEvery);
  }

  #wake(): void {
    for (const lane of this.#lanes) lane.wake();
    for (const { follower } of this.#followed.values()) follower.wake();
  }
}
