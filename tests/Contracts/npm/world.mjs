// What a check finds around it: the official clients at the version asked for, bare WebSockets, and a wire that can be cut.
import net from 'node:net';
import express from 'express';
import WebSocket from 'ws';
import { WebPubSubServiceClient } from '@azure/web-pubsub';
import { WebPubSubEventHandler } from '@azure/web-pubsub-express';
import * as v110 from '@azure/web-pubsub-client';
import * as v104 from '@azure/web-pubsub-client-1.0.4';

const ALL = ['webpubsub.joinLeaveGroup', 'webpubsub.sendToGroup'];
export const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));

/** Waits until it holds, and says what did not happen when it never does. */
export async function until(reason, condition, ms = 15_000) {
  const end = Date.now() + ms;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) throw new Error(`it did not happen: ${reason}`);
    await sleep(10);
  }
}

export function world({ connectionString, client = '1.1.0', hub, ask, check }) {
  const sdk = client === '1.0.4' ? v104 : v110;
  const open = [];
  const name = hub ?? `${check}_${client.replaceAll('.', '_')}`;
  const service = new WebPubSubServiceClient(connectionString, name, { allowInsecureConnection: true });
  const here = {
    sdk, service, ask, hub: name, connectionString, sleep, until,
    endpoint: /Endpoint=([^;]+)/.exec(connectionString)[1],

    /** The official client, with everything it receives written down. */
    async client({ token = {}, protocol = sdk.WebPubSubJsonProtocol(), through = url => url, start = true, options = {} } = {}) {
      const getUrl = async () => through((await service.getClientAccessToken({ roles: ALL, ...token })).url);
      const one = new sdk.WebPubSubClient({ getClientAccessUrl: getUrl }, { protocol, messageRetryOptions: { maxRetries: 0 }, ...options });
      const seen = { group: [], server: [], connected: [], disconnected: [], stopped: 0, rejoinFailed: 0 };
      one.on('group-message', e => seen.group.push(e.message));
      one.on('server-message', e => seen.server.push(e.message));
      one.on('connected', e => seen.connected.push(e));
      one.on('disconnected', e => seen.disconnected.push(e));
      one.on('stopped', () => seen.stopped++);
      one.on('rejoin-group-failed', () => seen.rejoinFailed++);
      one.seen = seen;
      open.push(() => one.stop());
      if (start) {
        await one.start();
        await until('connected', () => seen.connected.length > 0);
      }
      return one;
    },

    reliable: (settings = {}) => here.client({ ...settings, protocol: sdk.WebPubSubJsonReliableProtocol() }),

    /** A bare WebSocket: every frame as it came. */
    async socket(protocol, token = {}, query = '') {
      const { url } = await service.getClientAccessToken({ roles: ALL, ...token });
      const one = new WebSocket(url + query, protocol);
      one.frames = [];
      one.on('message', (data, binary) => one.frames.push(binary ? data : data.toString()));
      one.on('close', (code, reason) => { one.ended = { code, reason: reason.toString() }; });
      open.push(() => one.terminate());
      await new Promise((resolve, reject) => one.once('open', resolve).once('error', reject));
      return one;
    },

    /** A TCP wire to the emulator that can be cut, and closed to newcomers. */
    async wire() {
      const { hostname, port } = new URL(here.endpoint);
      const pairs = new Set();
      const it = { closed: false, count: 0 };
      const server = net.createServer(near => {
        if (it.closed) return near.resetAndDestroy();
        it.count++;
        const far = net.connect(Number(port), hostname === 'localhost' ? '127.0.0.1' : hostname);
        pairs.add([near, far]);
        for (const [a, b] of [[near, far], [far, near]]) a.on('error', () => {}).on('close', () => b.destroy()).pipe(b);
      });
      await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
      open.push(() => { it.cut(); server.close(); });
      it.through = url => url.replace(/^ws:\/\/[^/]+/, `ws://127.0.0.1:${server.address().port}`);
      it.cut = () => { for (const [near, far] of pairs) { near.resetAndDestroy(); far.resetAndDestroy(); } pairs.clear(); };
      return it;
    },

    /** An unmodified express handler for this hub; `seen` has what it was told. */
    async handler(events) {
      const seen = [];
      const handler = new WebPubSubEventHandler(name, {
        path: `/api/webpubsub/hubs/${name}/`,
        onConnected: request => seen.push(['connected', request.context.userId, request.context.states]),
        onDisconnected: request => seen.push(['disconnected', request.context.connectionId, request.reason, request.context.states]),
        ...events(seen),
      });
      const app = express();
      app.use(handler.getMiddleware());
      const server = await new Promise(resolve => { const s = app.listen(0, '127.0.0.1', () => resolve(s)); });
      open.push(() => { server.close(); server.closeAllConnections(); });
      await ask(`handler ${name} http://127.0.0.1:${server.address().port}/api/webpubsub/hubs/${name}/`);
      return seen;
    },

    onEnd: action => open.push(action),
    async end() { for (const close of open.reverse()) try { await close(); } catch { /* it was closed already */ } },
  };
  return here;
}
