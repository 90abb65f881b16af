import { Backoff } from './backoff.js';
import { Alarm } from './clock.js';
import { HttpError, request } from './http.js';
import type { Settings } from './options.js';
import { toTag } from './position.js';
import { Tier, type Change, type Verdict } from './tier.js';
import { readAnswer, readUpdate, type Answer, type Missing } from './update.js';

/** What is known of the data shown. */
export type Health = 'fresh' | 'stale' | 'recovering' | 'gap';

/** What a follower tells those who follow with it. */
export interface FollowerEvents {
  change(change: Change): void;
  health(health: Health): void;
  error(error: unknown): void;
}

/**
 * Keeps one tier current: gives the applier what connections bring, and asks the catch-up route when there is doubt, one question at
 * a time. Doubt is: no position yet, a connection that was not there all the time, an update ahead of what is known, another epoch,
 * a wrong hash, silence. Questions that come up while one is asked become one more.
 */
export class Follower {
  readonly tier: Tier;
  readonly missing: Missing[] = [];
  health: Health = 'recovering';
  /** The server has answered at least once: what is shown was current then, if only that there is nothing yet. */
  known = false;
  #backoff: Backoff;
  #alarm: Alarm;
  #live = false;
  #asking = false;
  #doubt = true;
  #doubts = 0;
  #whole = false;
  #told = false;
  #proof: number;
  #moved = 0;
  #skew = 0;
  #disposed = false;

  constructor(
    readonly name: string,
    private readonly settings: Settings,
    private readonly events: FollowerEvents,
  ) {
    const { clock } = settings;
    this.tier = new Tier(name, (change) => this.#show(change));
    this.#backoff = new Backoff(clock);
    this.#alarm = new Alarm(clock, () => void this.#ring());
    this.#proof = clock.now();
    this.#alarm.within(settings.pollAfter);
  }

  /** Milliseconds since what is shown was committed, by the server's clock; undefined while nothing is shown. */
  get age(): number | undefined {
    const { committed, received, source } = this.tier.at ?? {};
    const at = Date.parse(committed ?? received ?? source ?? '');
    return Number.isNaN(at) ? undefined : Math.max(0, this.settings.clock.now() + this.#skew - at);
  }

  /** Milliseconds since what is shown was last known to be current. */
  get checked(): number {
    return this.settings.clock.now() - this.#proof;
  }

  /** The tier's group is joined. Unless another connection was joined until now, something may have been missed before. */
  joined(continuous: boolean): void {
    this.#live = true;
    if (!continuous || this.#doubt) this.#suspect();
    this.look();
  }

  /** No connection brings the tier any more. */
  lost(): void {
    if (!this.#live) return;
    this.#live = false;
    this.#doubt = true;
    this.#alarm.within(this.settings.pollAfter * (0.5 + this.settings.clock.random()));
    this.look();
  }

  /** Something may have been missed, though a connection brings the tier. */
  doubt(): void {
    this.#suspect(250 * this.settings.clock.random());
    this.look();
  }

  /** A living connection gave a sign of life: what is shown is current, unless there is doubt. */
  heard(): void {
    if (this.#live && !this.#doubt && !this.tier.waiting) this.#proof = this.settings.clock.now();
  }

  /** The network is back: ask soon, unless the server asked to be left alone. */
  wake(): void {
    this.#doubt = true;
    this.#doubts++;
    if (!this.#told) this.#alarm.within(500 * this.settings.clock.random());
  }

  receive(message: unknown): void {
    const update = readUpdate(message, this.name);
    const verdict = update ? this.tier.take(update) : 'wrong';
    if (verdict === 'wrong') {
      const what = update ? `update ${update.epoch}:${update.offset} does not match its hash` : 'a message is no update of this tier';
      this.events.error(new Error(`${this.name}: ${what}`));
    }
    const { clock } = this.settings;
    // Two publishers may cross: the one that is missing usually comes by itself. The jitter spreads those who see the same gap.
    if (verdict === 'ahead') this.#wish(50 + 200 * clock.random());
    else if (verdict === 'other' || verdict === 'wrong') this.#suspect(100 * clock.random());
    else this.#current();
  }

  #current(): void {
    this.#moved = this.settings.clock.now();
    this.heard();
  }

  acknowledge(): void {
    this.missing.length = 0;
    this.look();
  }

  /** Says how things are when that has changed. */
  look(): void {
    const health = this.#health();
    if (this.#disposed || health === this.health) return;
    this.health = health;
    this.events.health(health);
  }

  dispose(): void {
    this.#disposed = true;
    this.#alarm.clear();
  }

  #health(): Health {
    if (this.checked > this.settings.staleAfter) return 'stale';
    if (this.#doubt) return 'recovering';
    return this.missing.length > 0 ? 'gap' : 'fresh';
  }

  #show(change: Change): void {
    // A document that moves on is whole again; a log keeps its hole until someone has taken note of it.
    if (change.kind !== 'events') this.missing.length = 0;
    if (change.missing) this.missing.push(change.missing);
    // What came while we asked was taken for known by where we stood: one more question brings it.
    if (change.missing?.reason === 'ahead') this.#doubts++;
    this.events.change(change);
  }

  #suspect(within = 0): void {
    this.#doubt = true;
    this.#doubts++;
    this.#wish(within);
  }

  // While failing, the backoff stands: a server in trouble is not asked more often because more goes wrong.
  #wish(within: number): void {
    if (!this.#backoff.failures) this.#alarm.within(within);
  }

  async #ring(): Promise<void> {
    if (this.#disposed || this.#asking) return;
    if (this.#settled()) return this.#rest();
    if (this.tier.waiting) this.#doubt = true;
    const seen = this.#doubts;
    this.#asking = true;
    this.look();
    let wait: number | undefined;
    try {
      const verdict = this.tier.answer(await this.#ask());
      wait = this.#judge(verdict, seen);
    } catch (error) {
      if (this.#disposed) return;
      this.#doubt = true;
      this.events.error(error);
      const retryAfter = error instanceof HttpError ? error.retryAfter : 0;
      this.#told = retryAfter > 0;
      wait = this.#backoff.next(retryAfter);
    } finally {
      this.#asking = false;
    }
    if (wait === undefined) this.#rest();
    else this.#alarm.at(wait);
    this.look();
  }

  /** A connection brings the tier, and lately something did: there is nothing to ask. */
  #settled(): boolean {
    return this.#live && !this.#doubt && !this.tier.waiting && this.#sinceMoved() < this.settings.auditEvery;
  }

  /** How long to wait with the next question; undefined when there is none. */
  #judge(verdict: Verdict, seen: number): number | undefined {
    if (this.#disposed) return undefined;
    if (verdict === 'wrong') {
      if (this.#whole) throw new Error(`${this.name}: the whole state does not match its hash`);
      this.#whole = true; // its updates do not lead on from what we have: ask for everything
      return 0;
    }
    this.#whole = this.#told = false;
    this.known = true;
    this.#proof = this.#moved = this.settings.clock.now();
    if (this.tier.waiting) return this.#backoff.next(); // the answer is older than what we already heard of
    this.#backoff.reset();
    if (this.#doubts !== seen) return 0; // asked for anew meanwhile
    this.#doubt = false;
    return undefined;
  }

  #rest(): void {
    const { auditEvery, pollEvery, clock } = this.settings;
    const jitter = 0.75 + 0.5 * clock.random();
    this.#alarm.at(this.#live ? Math.max(1_000, auditEvery - this.#sinceMoved()) * jitter : pollEvery * jitter);
  }

  #sinceMoved(): number {
    return this.settings.clock.now() - this.#moved;
  }

  async #ask(): Promise<Answer> {
    const { settings, name, tier } = this;
    const url = settings.tiers + name;
    const tag = tier.position && !this.#whole ? { 'if-none-match': toTag(tier.position) } : {};
    const headers = { ...(await settings.headers()), ...tag };
    const { status, body, skew } = await request(settings, url, { headers }, [200, 304, 404]);
    if (skew !== undefined) this.#skew = skew;
    if (status === 304) return { answer: 'current' };
    const answer = readAnswer(body, name);
    if (answer && (status === 200 || answer.answer === 'current')) return answer;
    throw new HttpError(status, `${url}: ${status} is no answer of this tier`);
  }
}
