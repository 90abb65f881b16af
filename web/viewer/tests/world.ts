import type { Document } from '../src/json.js';
import { applyPatch } from '../src/mergePatch.js';
import type { Connect, SocketEvents } from '../src/socket.js';
import { chainHash, origin, stateHash } from '../src/stateHash.js';
import type { Update } from '../src/update.js';
import { Viewer, type Subscription, type Change, type ViewerOptions } from '../src/index.js';
import { ManualClock } from './manualClock.js';

/** One tier as the server keeps it: a history in an epoch, of which the last `window` updates are kept. */
export class ServedTier {
  epoch = 'e1';
  offset = 0;
  window = 1_000;
  document: Document = {};
  hash = origin;
  kept: Update[] = [];

  constructor(
    readonly name: string,
    readonly kind: 'state' | 'log',
    private readonly clock: { now(): number },
  ) {}

  /** Commits a patch, or log entries, and returns the update. */
  commit(...data: Document[]): Update {
    const first = this.offset === 0;
    if (this.kind === 'log') this.hash = chainHash(this.hash, data);
    else this.hash = stateHash((this.document = applyPatch(this.document, data[0]!)));
    this.offset++;
    const shared = { tier: this.name, epoch: this.epoch, offset: this.offset, hash: this.hash, at: this.#at() };
    const update: Update =
      this.kind === 'log'
        ? { ...shared, kind: 'events', data }
        : { ...shared, kind: first ? 'state' : 'patch', data: first ? this.document : data[0]! };
    this.kept = [...this.kept, update].slice(-this.window);
    return update;
  }

  restart(epoch: string): void {
    Object.assign(this, { epoch, offset: 0, document: {}, hash: origin, kept: [] });
  }

  /** The table comes back from a copy: it is where it was then, in the same epoch. */
  restore(copy: Pick<ServedTier, 'offset' | 'document' | 'hash' | 'kept'>): void {
    const { offset, document, hash, kept } = copy;
    Object.assign(this, { offset, document, hash, kept });
  }

  /** The catch-up answer of the contract. */
  catchUp(tag: string | null): Response {
    const headers = { etag: `"${this.epoch}:${this.offset}"`, date: new Date(this.clock.now()).toUTCString() };
    if (this.offset === 0) return Response.json({ answer: 'none' }, { status: 404, headers });
    if (tag === headers.etag) return new Response(null, { status: 304, headers });
    const [epoch, after] = (tag ?? ':').replaceAll('"', '').split(':') as [string, string];
    if (!tag) return Response.json({ answer: 'state', state: this.whole() }, { headers });
    const from = Number(after) + 1;
    const first = this.kept[0]!.offset;
    if (epoch === this.epoch && from > this.offset + 1) {
      const missing = { from: this.offset + 1, to: from - 1, reason: 'ahead' };
      return Response.json({ answer: 'gap', missing, state: this.whole() }, { headers });
    }
    if (epoch === this.epoch && from >= first) {
      return Response.json({ answer: 'updates', updates: this.kept.filter((update) => update.offset >= from) }, { headers });
    }
    const missing = epoch === this.epoch ? { from, to: first - 1, reason: 'retention' } : { from, to: from, reason: 'epoch', epoch };
    return Response.json({ answer: 'gap', missing, state: this.whole() }, { headers });
  }

  whole(): Update {
    const shared = { tier: this.name, epoch: this.epoch, offset: this.offset, hash: this.hash, at: this.#at() };
    return this.kind === 'log'
      ? { ...shared, kind: 'events', data: this.kept.flatMap((update) => update.data as readonly Document[]) }
      : { ...shared, kind: 'state', data: this.document };
  }

  #at(): Update['at'] {
    return { committed: new Date(this.clock.now()).toISOString() };
  }
}

export class FakeSocket {
  readonly groups = new Set<string>();
  open = true;
  mute = false;

  constructor(
    readonly url: string,
    private readonly events: SocketEvents,
    private readonly gone: (socket: FakeSocket) => void,
  ) {}

  join = async (group: string): Promise<void> => {
    if (this.mute) await new Promise(() => undefined);
    this.groups.add(group);
    this.events.heard();
  };
  leave = async (group: string): Promise<void> => void this.groups.delete(group);
  close = (): void => this.#end();

  deliver(update: unknown, group: string): void {
    if (!this.open || this.mute || !this.groups.has(group)) return;
    this.events.heard();
    this.events.message(group, structuredClone(update));
  }

  pong(): void {
    if (this.open && !this.mute) this.events.heard();
  }

  /** The network breaks; the client goes on trying. */
  interrupt(): void {
    this.mute = true;
    this.events.interrupted();
  }

  /** The client recovers it: what was sent meanwhile comes now. */
  recover(...replayed: Update[]): void {
    this.mute = false;
    this.events.heard();
    for (const update of replayed) this.deliver(update, update.tier);
  }

  /** The service or the network ends it. */
  cut(reason = 'cut'): void {
    if (!this.open) return;
    this.#end();
    this.events.closed(reason);
  }

  #end(): void {
    this.open = false;
    this.groups.clear();
    this.gone(this);
  }
}

/** A server, a service and a viewer on virtual time. Faults are set on its members. */
export class World {
  readonly clock: ManualClock;
  readonly tiers = new Map<string, ServedTier>();
  readonly sockets = new Set<FakeSocket>();
  readonly requests: { method: string; url: string; tag: string | null; at: number }[] = [];
  readonly errors: unknown[] = [];
  readonly wake = new EventTarget();
  readonly viewer: Viewer;
  connections = 0;
  /** Life of a token, in milliseconds. */
  life = 3_600_000;
  /** Answers instead of the server while it returns something. */
  intercept: (url: string, tag: string | null) => Response | Promise<Response> | undefined = () => undefined;
  /** The status with which a tier is refused at negotiate; all that are refused are named. */
  refuse: (tier: string) => number | undefined = () => undefined;
  /** The status with which whoever negotiates is refused, whatever for. */
  closed: number | undefined;
  readonly bodies: string[] = [];
  /** Called before whoever negotiates is answered. */
  granting: () => void | Promise<void> = () => undefined;
  /** Called before a connection opens; what it throws is the failure. */
  opening: (url: string) => void | Promise<void> = () => undefined;

  constructor(options: Partial<ViewerOptions> & { seed?: number } = {}) {
    this.clock = new ManualClock(options.seed);
    this.viewer = new Viewer({
      negotiate: 'http://test/api/negotiate',
      clock: this.clock,
      fetch: (input, init) => this.#fetch(String(input), init),
      connect: this.#connect,
      wake: this.wake,
      ...options,
    });
    this.viewer.on('error', (error) => this.errors.push(error));
    const pong = (): void => {
      for (const socket of [...this.sockets]) socket.pong();
      this.#pong = this.clock.after(10_000, pong);
    };
    pong();
  }
  #pong!: () => void;

  /** Stops what the world itself does, so that what is left is the viewer's. */
  stop(): void {
    this.#pong();
  }

  serve(name: string, kind: 'state' | 'log' = 'state'): ServedTier {
    const tier = new ServedTier(name, kind, this.clock);
    this.tiers.set(name, tier);
    return tier;
  }

  publish(...updates: Update[]): void {
    for (const update of updates) for (const socket of [...this.sockets]) socket.deliver(update, update.tier);
  }

  catchUps(tier: ServedTier): number {
    return this.requests.filter((request) => request.url.endsWith(`/tiers/${tier.name}`)).length;
  }

  get negotiations(): number {
    return this.requests.filter((request) => request.method === 'POST').length;
  }

  #connect: Connect = async (url, events) => {
    this.connections++;
    await this.opening(url);
    const socket = new FakeSocket(url, events, (gone) => this.sockets.delete(gone));
    this.sockets.add(socket);
    return socket;
  };

  async #fetch(url: string, init: RequestInit = {}): Promise<Response> {
    const tag = new Headers(init.headers).get('if-none-match');
    this.requests.push({ method: init.method ?? 'GET', url, tag, at: this.clock.now() });
    const answer = await new Promise<Response>((resolve, reject) => {
      init.signal!.addEventListener('abort', () => reject(init.signal!.reason));
      const answer = async () => {
        if (init.method === 'POST') await this.granting();
        return this.intercept(url, tag) ?? this.#serve(url, init, tag);
      };
      void answer().then(resolve, reject);
    });
    return answer;
  }

  #serve(url: string, init: RequestInit, tag: string | null): Response {
    const path = new URL(url).pathname;
    if (path.startsWith('/api/tiers/')) return this.tiers.get(path.slice(11))?.catchUp(tag) ?? problem(404);
    this.bodies.push(String(init.body));
    const { tiers } = JSON.parse(String(init.body)) as { tiers: string[] };
    const refused = tiers.filter((tier) => this.refuse(tier));
    if (this.closed) return problem(this.closed);
    if (refused.length > 0) return Response.json({ title: 'no', tiers: refused }, { status: this.refuse(refused[0]!)! });
    return Response.json(
      {
        url: `ws://test/client/hubs/live?access_token=${this.negotiations}`,
        expires: new Date(this.clock.now() + this.life).toISOString(),
        tiers: tiers.map((tier) => ({ tier, kind: this.tiers.get(tier)?.kind ?? 'state', group: tier })),
        resume: true,
      },
      { headers: { date: new Date(this.clock.now()).toUTCString() } },
    );
  }
}

export function problem(status: number, retryAfter?: number): Response {
  return Response.json({ title: 'no', status }, { status, headers: retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) } });
}

/** Everything a subscription showed, with the promise checked at every change. */
export class Watch {
  readonly changes: Change[] = [];
  readonly healths: string[] = [];

  constructor(readonly subscription: Subscription) {
    subscription.on('change', (change) => {
      const last = this.changes.at(-1);
      const back = last?.position.epoch === change.position.epoch && change.position.offset <= last.position.offset;
      if (back && change.missing?.reason !== 'ahead') {
        throw new Error(`went from ${last!.position.offset} back to ${change.position.offset}`);
      }
      this.changes.push(change);
    });
    subscription.on('health', (health) => this.healths.push(health));
  }

  get offsets(): number[] {
    return this.changes.map((change) => change.position.offset);
  }
}
