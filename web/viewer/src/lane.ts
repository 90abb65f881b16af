import { Backoff } from './backoff.js';
import { Alarm } from './clock.js';
import type { Follower } from './follower.js';
import { HttpError } from './http.js';
import { negotiate, type Grant } from './negotiate.js';
import type { Settings } from './options.js';
import { pingEvery, type Socket } from './socket.js';

/** No sign of life for this long: what the connection would bring may be missing. Half of it is one lost ping. */
const silentAfter = 1.5 * pingEvery;
/** Silent for this long, the client's own recovery (30 s) has failed. */
const deadAfter = 45_000;
/** The connection before is heard out this long after the next one has joined: what was sent before the join still arrives there. */
const linger = 5_000;
const openWithin = 15_000;
/** A connection that lasted this long was a good one: the next failure is a first one. */
const goodAfter = 10_000;

interface Link {
  readonly groups: ReadonlyMap<string, string>;
  readonly joined: Set<string>;
  readonly opened: number;
  socket?: Socket;
  heard: number;
  gone: boolean;
  /** It is heard out, and not known to have lived when the next one joined. */
  doubtful: boolean;
  /** Ends what still waits for it. */
  end: (why: Error) => void;
}

/**
 * Keeps one connection open for a set of tiers: negotiate, connect, join, and again before the leave expires, when a tier is added or
 * when the connection is lost. The next connection joins before the one before is closed, and both feed the same followers, which
 * take every update once.
 */
export class Lane {
  readonly followers = new Map<string, Follower>();
  #links = new Set<Link>();
  #current: Link | undefined;
  #silent = false;
  #opening = false;
  /** The next try waits because the last one failed, or because the server asked for it. */
  #waiting: 'no' | 'backoff' | 'told' = 'no';
  #alarm: Alarm;
  #backoff: Backoff;
  #disposed = false;

  constructor(
    private readonly settings: Settings,
    private readonly error: (error: unknown) => void,
  ) {
    this.#backoff = new Backoff(settings.clock);
    this.#alarm = new Alarm(settings.clock, () => void this.#open());
  }

  add(follower: Follower): void {
    this.followers.set(follower.name, follower);
    const link = this.#current;
    if (link?.groups.has(follower.name)) void this.#join(link, follower.name);
    else if (this.#waiting === 'no') this.#alarm.within(0); // those who subscribe in one turn share one connection
  }

  remove(name: string): void {
    this.followers.delete(name);
    const group = this.#current?.groups.get(name);
    if (this.followers.size === 0) this.#closeAll();
    else if (group && this.#current?.joined.delete(name)) this.#current.socket?.leave(group).catch(() => undefined); // gone with it
  }

  /** The page came back: a connection that waits for its next try does not wait longer, unless the server asked for it. */
  wake(): void {
    if (!this.#current && this.followers.size > 0 && this.#waiting === 'backoff') this.#alarm.within(500 * this.settings.clock.random());
  }

  /** Judges silence; called every second. */
  tick(): void {
    const link = this.#current;
    if (!link) return;
    const silence = this.settings.clock.now() - link.heard;
    if (silence > deadAfter) this.#lose(link, 'the connection is silent');
    else if (silence > silentAfter && !this.#silent) this.#hush(true);
  }

  dispose(): void {
    this.#disposed = true;
    this.followers.clear();
    this.#closeAll();
  }

  async #open(): Promise<void> {
    if (this.#opening || this.#disposed || this.followers.size === 0) return;
    this.#opening = true;
    let wait: number;
    try {
      const asked = [...this.followers.keys()];
      const grant = await this.#leaveFor(asked);
      if (this.#disposed) return; // nobody waits for it any more
      const link = await this.#connect(grant.url, grant.groups);
      if (link.gone) throw new Error('closed while it opened');
      this.#waiting = 'no';
      for (const name of asked) {
        if (!grant.groups.has(name)) this.error(new HttpError(403, `${name} was not granted`));
      }
      this.#succeed(link);
      // Somewhere in the last third of its life, so that those who came together do not renew together.
      wait = Math.max(goodAfter, grant.life * (0.7 + 0.2 * this.settings.clock.random()));
      if ([...this.followers.keys()].some((name) => !asked.includes(name))) wait = 0;
    } catch (error) {
      if (this.#disposed) return;
      this.error(error);
      const retryAfter = error instanceof HttpError ? error.retryAfter : 0;
      this.#waiting = retryAfter > 0 ? 'told' : 'backoff';
      wait = this.#backoff.next(retryAfter);
    } finally {
      this.#opening = false;
    }
    if (!this.#disposed) this.#alarm.at(wait);
  }

  /** One tier that is refused must not keep the others from being followed: the server names it, and the others are asked for once more. */
  async #leaveFor(names: string[]): Promise<Grant> {
    try {
      return await negotiate(this.settings, names);
    } catch (error) {
      const refused = error instanceof HttpError ? error.tiers : [];
      const others = names.filter((name) => !refused.includes(name));
      if (others.length === 0 || others.length === names.length) throw error;
      this.error(error);
      return negotiate(this.settings, others);
    }
  }

  async #connect(url: string, groups: ReadonlyMap<string, string>): Promise<Link> {
    const { clock, connect } = this.settings;
    const now = clock.now();
    const link: Link = { groups, joined: new Set(), opened: now, heard: now, gone: false, doubtful: false, end: () => undefined };
    const tiers = new Map([...groups].map(([tier, group]) => [group, tier]));
    const failure = new Promise<never>((_, reject) => (link.end = reject));
    const cancel = clock.after(openWithin, () => link.end(new Error(`no connection within ${openWithin} ms`)));
    this.#links.add(link);
    try {
      const opening = connect(url, {
        heard: () => this.#hear(link),
        message: (group, data) => link.gone || this.followers.get(tiers.get(group) ?? '')?.receive(data),
        interrupted: () => link === this.#current && !this.#silent && this.#hush(true),
        closed: (reason) => this.#lose(link, reason),
      }).then((socket) => (link.gone ? socket.close() : void (link.socket = socket)));
      await Promise.race([opening, failure]);
      const names = [...groups.keys()].filter((name) => this.followers.has(name));
      await Promise.race([Promise.all(names.map((name) => link.socket!.join(groups.get(name)!))), failure]);
      for (const name of names) link.joined.add(name);
      return link;
    } catch (error) {
      this.#close(link);
      throw error;
    } finally {
      cancel();
    }
  }

  #succeed(link: Link): void {
    const before = this.#current;
    const sound = before && !this.#silent ? before.joined : new Set<string>();
    this.#current = link;
    this.#silent = false;
    link.heard = this.settings.clock.now();
    if (before) before.end = this.settings.clock.after(linger, () => this.#close(before));
    if (before && sound.size > 0) this.#prove(before);
    for (const [name, follower] of this.followers) {
      if (link.joined.has(name)) follower.joined(sound.has(name));
      else if (link.groups.has(name)) void this.#join(link, name);
      else follower.lost();
    }
  }

  /** Joining once more changes nothing, but is answered only where the connection lives: else it was no proof that nothing is missing. */
  #prove(link: Link): void {
    const [name] = link.joined;
    link.doubtful = true;
    link.socket?.join(link.groups.get(name!)!).then(
      () => (link.doubtful = false),
      () => undefined,
    );
  }

  async #join(link: Link, name: string): Promise<void> {
    try {
      await link.socket?.join(link.groups.get(name)!);
      if (link !== this.#current || link.gone) return;
      link.joined.add(name);
      if (!this.#silent) this.followers.get(name)?.joined(false);
    } catch (error) {
      if (!link.gone) this.error(error); // else the next connection joins it
    }
  }

  #hear(link: Link): void {
    link.heard = this.settings.clock.now();
    if (link !== this.#current) return;
    if (this.#silent) this.#hush(false);
    for (const name of link.joined) this.followers.get(name)?.heard();
  }

  /** The current connection fell silent, or speaks again. */
  #hush(silent: boolean): void {
    this.#silent = silent;
    for (const name of this.#current?.joined ?? []) {
      if (silent) this.followers.get(name)?.lost();
      else this.followers.get(name)?.joined(false);
    }
  }

  #lose(link: Link, reason: string): void {
    if (link.gone) return;
    this.#close(link);
    if (link !== this.#current) return;
    this.#current = undefined;
    this.#silent = false;
    this.error(new Error(reason));
    for (const follower of this.followers.values()) follower.lost();
    if (this.settings.clock.now() - link.opened > goodAfter) this.#backoff.reset();
    if (this.#opening || this.followers.size === 0) return;
    this.#waiting = 'backoff';
    this.#alarm.at(this.#backoff.next());
  }

  #close(link: Link): void {
    if (link.gone) return;
    link.gone = true;
    this.#links.delete(link);
    link.end(new Error('the connection was closed'));
    link.socket?.close();
    if (link.doubtful) for (const name of link.joined) this.followers.get(name)?.doubt();
  }

  #closeAll(): void {
    this.#alarm.clear();
    for (const link of [...this.#links]) this.#close(link);
    this.#current = undefined;
  }
}
