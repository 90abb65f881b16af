import { Alarm } from './clock.js';
import { Emitter } from './emitter.js';
import type { Document } from './json.js';
import { Moments, timeOf } from './moments.js';
import { settings, type Settings, type ViewerOptions } from './options.js';
import { PlayerPages, type KeptRange, type PlayerRecord } from './playerPages.js';
import { PlayerView, type PlayedTier } from './playerView.js';
import type { Subscription } from './subscription.js';
import type { Change } from './tier.js';
import type { Update } from './update.js';
import { Viewer } from './viewer.js';

/** How a recording is reached; the rest is how to go live. */
export interface PlayerOptions extends ViewerOptions {
  /** What the route of recordings begins with; `…/recordings/` beside the negotiate route by default. */
  readonly recordings?: string;
  /** Plays what is kept of one tier, where there is no recording. */
  readonly kept?: KeptRange;
}

export type PlayerState = 'paused' | 'playing' | 'ended' | 'live';
export type PlayerEvents = {
  /** One tier moved on. */
  change: Change;
  /** It was jumped, or begun anew: everything is to be read again. */
  jump: number;
  state: PlayerState;
  error: unknown;
};

const slowest = 0.1;
const fastest = 100;
const walk = 10;

/**
 * Plays a recording: what a viewer would have been shown, then, at the speed wanted, with the same proofs. A step is one commit. It ends
 * where the recording ends, or goes on live from there: each tier from the position that was shown last, so that nothing is left out.
 *
 * What is asked of it is done in turn; what is asked later puts an end to what was asked before.
 */
export class Player {
  state: PlayerState = 'paused';
  readonly #settings: Settings;
  readonly #pages: PlayerPages;
  readonly #moments: Moments;
  readonly #events = new Emitter<PlayerEvents>();
  readonly #alarm: Alarm;
  readonly #ended = new AbortController();
  readonly #history = new Map<number, ReadonlyMap<string, readonly Document[]>>();
  readonly #view = new PlayerView((change) => this.#muted || this.#events.emit('change', change));
  #viewer: Viewer | undefined;
  #live: Subscription[] = [];
  #at = 0;
  #speed = 1;
  #muted = false;
  /** It was live: what is shown does not belong to `at`. */
  #strayed = false;
  #turn = 0;
  #anchor = { real: 0, recorded: 0 };
  #due: PlayerRecord | undefined;

  constructor(
    topic: string,
    private readonly options: PlayerOptions,
  ) {
    this.#settings = settings(options, this.#ended.signal);
    const base = options.recordings ?? options.negotiate.replace(/[^/]*$/, 'recordings/');
    this.#pages = new PlayerPages(topic, this.#settings, base, options.kept);
    this.#moments = new Moments(this.#pages);
    this.#alarm = new Alarm(this.#settings.clock, () => void this.#run(this.#turn, () => this.#beat(this.#turn)));
  }

  /** The number of the record shown last; 0 before the first. */
  get at(): number {
    return this.#at;
  }

  /** The numbers of the first and the last record. */
  get from(): number {
    return this.#pages.from;
  }

  get to(): number {
    return this.#pages.to;
  }

  /** Why it is not recorded any more, if so. */
  get stopped(): string | undefined {
    return this.#pages.stopped;
  }

  /** What is shown, by the tier's name. The map and what is in it never change: it belongs to `at` as long as it is held. */
  get tiers(): ReadonlyMap<string, PlayedTier> {
    return this.#view.tiers;
  }

  /** How much faster than it was, 0.1 to 100. */
  get speed(): number {
    return this.#speed;
  }

  set speed(speed: number) {
    this.#speed = Math.min(fastest, Math.max(slowest, speed));
    if (this.state === 'playing') this.play();
  }

  /** Looks what there is, and shows its first moment. */
  open(): Promise<void> {
    return this.#do(async (turn) => {
      await this.#pages.look();
      await this.#seek(await this.#moments.endOf(this.#pages.from), turn);
    });
  }

  play(): void {
    void this.#do(async (turn) => {
      this.#anchor = { real: this.#settings.clock.now(), recorded: timeOf(await this.#pages.record(this.#at)) ?? NaN };
      this.#become('playing');
      await this.#wait(turn);
    });
  }

  pause(): void {
    void this.#do(() => Promise.resolve());
  }

  /** Goes so many commits on, or back. */
  step(by: number): Promise<void> {
    return this.#do(async (turn) => {
      for (let i = 0; i < by && this.#at < this.to; i++) await this.#advance(await this.#moments.endOf(this.#at + 1), turn);
      if (by >= 0) return;
      let at = this.#at;
      for (let i = 0; i > by; i--) at = (await this.#moments.startOf(at)) - 1;
      await this.#seek(await this.#moments.endOf(Math.max(at, this.from)), turn);
    });
  }

  /** Jumps to a record. */
  seek(n: number): Promise<void> {
    return this.#do(async (turn) => this.#seek(await this.#moments.endOf(Math.min(this.to, Math.max(this.from, Math.round(n)))), turn));
  }

  /** Jumps to what was shown at a time, in milliseconds since the Unix epoch. */
  seekTime(time: number): Promise<void> {
    return this.#do(async (turn) => {
      await this.#seek(await this.#moments.endOf(await this.#moments.before(time)), turn);
    });
  }

  /** Jumps to the first update that is looked for, such as a tick; says whether there is one. */
  async find(wanted: (update: Update) => boolean): Promise<boolean> {
    let found = false;
    await this.#do(async (turn) => {
      for (const start of this.#pages.starts) {
        const hit = (await this.#pages.page(start)).records.find(({ update }) => update && wanted(update));
        if (turn !== this.#turn) return;
        if (!hit) continue;
        found = true;
        return this.#seek(await this.#moments.endOf(hit.n), turn);
      }
    });
    return found;
  }

  /** Goes to the end, and on from there as it happens. */
  goLive(): Promise<void> {
    return this.#do(async (turn) => {
      await this.#pages.look();
      if (this.#at < this.to) await this.#seek(this.to, turn);
      if (turn !== this.#turn) return;
      this.#viewer = new Viewer(this.options);
      this.#viewer.on('error', (error) => this.#events.emit('error', error));
      for (const name of this.tiers.keys()) {
        const subscription = this.#viewer.subscribe(name, this.#view.base(name));
        subscription.on('change', (change) => {
          this.#strayed = true;
          this.#view.take(change);
        });
        this.#live.push(subscription);
      }
      this.#become('live');
    });
  }

  /** The live subscriptions, while it is live: their health is what is known of what is shown. */
  get live(): readonly Subscription[] {
    return this.#live;
  }

  on<Name extends keyof PlayerEvents>(name: Name, listener: (event: PlayerEvents[Name]) => void): () => void {
    return this.#events.on(name, listener);
  }

  /** Ends everything: no timer, socket, request or listener is left. */
  dispose(): void {
    this.#turn++;
    this.#alarm.clear();
    this.#leave();
    this.#ended.abort();
    this.#events.clear();
  }

  async #do(act: (turn: number) => Promise<void>): Promise<void> {
    const turn = ++this.#turn;
    this.#alarm.clear();
    this.#leave();
    if (this.state !== 'paused') this.#become('paused');
    await this.#run(turn, async () => {
      if (this.#strayed) await this.#seek(this.#at, turn);
      if (turn === this.#turn) await act(turn);
    });
  }

  async #run(turn: number, act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (turn !== this.#turn || this.#ended.signal.aborted) return;
      this.#become('paused');
      this.#events.emit('error', error);
    }
  }

  #leave(): void {
    this.#viewer?.dispose();
    this.#viewer = undefined;
    this.#live = [];
  }

  #become(state: PlayerState): void {
    if (this.state === state) return;
    this.state = state;
    this.#events.emit('state', state);
  }

  /** Waits for the next record's time. */
  async #wait(turn: number): Promise<void> {
    if (this.#at >= this.to) {
      await this.#pages.look(); // it may have grown
      if (turn !== this.#turn) return;
      if (this.#at >= this.to) return this.#become('ended');
    }
    this.#due = await this.#pages.record(this.#at + 1);
    if (turn !== this.#turn) return;
    const due = timeOf(this.#due) ?? this.#anchor.recorded;
    if (Number.isNaN(this.#anchor.recorded)) this.#anchor.recorded = due;
    this.#alarm.at(Math.max(0, (due - this.#anchor.recorded) / this.#speed - (this.#settings.clock.now() - this.#anchor.real)));
  }

  /** Shows what is due by now: at high speed many commits at once. */
  async #beat(turn: number): Promise<void> {
    const now = this.#anchor.recorded + (this.#settings.clock.now() - this.#anchor.real) * this.#speed + 0.5;
    do {
      await this.#advance(await this.#moments.endOf(this.#at + 1), turn);
      if (turn !== this.#turn) return;
      this.#due = await this.#pages.record(this.#at + 1);
    } while (this.#due && (timeOf(this.#due) ?? 0) <= now);
    if (turn === this.#turn) await this.#wait(turn);
  }

  /** Applies the records up to one, each with its change. */
  async #advance(to: number, turn: number): Promise<void> {
    while (this.#at < to) {
      const record = await this.#pages.record(this.#at + 1);
      if (turn !== this.#turn || !record) return;
      this.#remember();
      this.#apply(record);
    }
  }

  #apply(record: PlayerRecord): void {
    this.#at = record.n;
    if (!this.#view.apply(record)) this.#events.emit('error', new Error(`Record ${record.n} is not proven by its hash, and not shown.`));
  }

  /** Where a page begins, the entries until then are remembered, so that going back loses none. */
  #remember(): void {
    const next = this.#at + 1;
    if (this.#pages.startOf(next) === next) this.#history.set(next, this.#view.entries);
  }

  async #seek(n: number, turn: number): Promise<void> {
    const { starts } = this.#pages;
    const last = starts.indexOf(this.#pages.startOf(n));
    let first = last;
    while (first > 0 && last - first < walk && !this.#history.has(starts[first]!)) first--;
    if (first > 0 && !this.#history.has(starts[first]!)) first = last; // too far: the logs begin with the page
    const pages = await Promise.all(starts.slice(first, last + 1).map((start) => this.#pages.page(start)));
    if (turn !== this.#turn) return;
    this.#muted = true;
    try {
      this.#at = starts[first]! - 1;
      this.#strayed = false;
      this.#view.begin(pages[0]!, this.#history.get(starts[first]!) ?? new Map());
      for (const { records } of pages) {
        this.#remember();
        for (const record of records) if (record.n <= n) this.#apply(record);
      }
    } finally {
      this.#muted = false;
    }
    this.#events.emit('jump', n);
  }
}
