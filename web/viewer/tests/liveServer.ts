import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Update } from '../src/update.js';
import { ServedTier } from './world.js';

/** What the service keeps of a connection, across sockets. */
interface Session {
  readonly id: string;
  readonly groups: Set<string>;
  readonly unacked: { sequenceId: number; frame: string }[];
  sequence: number;
  socket: WebSocket | undefined;
}

/** The server's routes and the reliable protocol on real sockets of the loopback, no more than the official client needs. */
export class LiveServer {
  readonly tiers = new Map<string, ServedTier>();
  readonly sessions = new Map<string, Session>();
  readonly #http: Server;
  readonly #sockets = new WebSocketServer({ noServer: true });
  upgrades = 0;
  recoveries = 0;
  /** Answers routes that this server does not know. */
  other: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => void response.writeHead(404).end();
  /** What becomes of an upgrade: a session that is cut off is recovered, forgotten, or no socket opens at all. */
  mode: 'recover' | 'forget' | 'blocked' = 'recover';

  constructor() {
    this.#http = createServer((request, response) => void this.#serve(request, response));
    this.#http.on('upgrade', (request, socket, head) => {
      this.upgrades++;
      if (this.mode === 'blocked') socket.destroy();
      else this.#sockets.handleUpgrade(request, socket, head, (opened) => this.#open(opened, new URL(request.url!, 'ws://x')));
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  async listen(port = 0): Promise<this> {
    await new Promise<void>((resolve) => this.#http.listen(port, '127.0.0.1', resolve));
    return this;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  tier(name: string, kind: 'state' | 'log' = 'state'): ServedTier {
    const tier = new ServedTier(name, kind, Date);
    this.tiers.set(name, tier);
    return tier;
  }

  publish(...updates: Update[]): void {
    for (const update of updates) {
      for (const session of this.sessions.values()) if (session.groups.has(update.tier)) this.#send(session, update);
    }
  }

  /** The network breaks every connection, without a word. */
  cut(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
  }

  #send(session: Session, update: Update): void {
    const sequenceId = ++session.sequence;
    const frame = JSON.stringify({ type: 'message', from: 'group', group: update.tier, dataType: 'json', data: update, sequenceId });
    session.unacked.push({ sequenceId, frame });
    session.socket?.send(frame);
  }

  #open(socket: WebSocket, url: URL): void {
    const wanted = url.searchParams.get('awps_connection_id');
    if (wanted && (this.mode === 'forget' || !this.sessions.has(wanted))) return socket.close(1008);
    const session = this.sessions.get(wanted ?? '') ?? this.#session();
    if (wanted) this.recoveries++;
    session.socket = socket;
    socket.send(JSON.stringify({ type: 'system', event: 'connected', connectionId: session.id, userId: null, reconnectionToken: 'token' }));
    for (const { frame } of session.unacked) socket.send(frame);
    socket.on('message', (data) => this.#receive(session, socket, JSON.parse(String(data)) as Record<string, unknown>));
    socket.on('close', (code) => {
      if (session.socket === socket) session.socket = undefined;
      if (code !== 1006) this.sessions.delete(session.id);
    });
  }

  #session(): Session {
    const session: Session = { id: `c${this.upgrades}`, groups: new Set(), unacked: [], sequence: 0, socket: undefined };
    this.sessions.set(session.id, session);
    return session;
  }

  #receive(session: Session, socket: WebSocket, message: Record<string, unknown>): void {
    if (message.type === 'joinGroup') session.groups.add(String(message.group));
    if (message.type === 'leaveGroup') session.groups.delete(String(message.group));
    if (message.type === 'sequenceAck') {
      while (session.unacked[0] && session.unacked[0].sequenceId <= Number(message.sequenceId)) session.unacked.shift();
    }
    if (message.type === 'ping') socket.send('{"type":"pong"}');
    if (message.ackId !== undefined) socket.send(JSON.stringify({ type: 'ack', ackId: message.ackId, success: true }));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = decodeURIComponent(new URL(request.url!, this.url).pathname);
    if (path === '/api/negotiate') return this.#negotiate(request, response);
    const tier = path.startsWith('/api/tiers/') ? this.tiers.get(path.slice(11)) : undefined;
    if (!tier) return this.other(request, response);
    const answer = tier.catchUp(request.headers['if-none-match'] ?? null);
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  }

  async #negotiate(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { tiers } = JSON.parse(body) as { tiers: string[] };
    const answer = {
      url: `${this.url.replace('http', 'ws')}/client/hubs/live?access_token=x`,
      expires: new Date(Date.now() + 300_000).toISOString(),
      tiers: tiers.map((tier) => ({ tier, kind: this.tiers.get(tier)?.kind ?? 'state', group: tier })),
      resume: true,
    };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  }
}

/** Waits for a fact on real sockets; says what did not come true. */
export async function until(what: string, condition: () => boolean, within = 20_000): Promise<void> {
  const end = Date.now() + within;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`Not within ${within} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
