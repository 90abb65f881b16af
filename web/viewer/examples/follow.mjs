// Follows a tier with the official client alone: node follow.mjs http://localhost:7071 sports:nba.20261120.bos.lal/score
import { createHash } from 'node:crypto';
import { WebPubSubClient } from '@azure/web-pubsub-client';
const [server, tier] = process.argv.slice(2);
const fail = (why) => (console.error(why), process.exit(1)); // the client would swallow what its listeners throw
const isMap = (v) => typeof v === 'object' && v !== null;
const members = (v) => Object.keys(v).sort().map((k) => `${JSON.stringify(k)}:${canonical(v[k])}`); // prettier-ignore
const canonical = (v) => (isMap(v) ? `{${members(v)}}` : JSON.stringify(v));
const hash = (text) => createHash('sha256').update(text).digest('hex').slice(0, 16);
const merge = (a, b) => (isMap(b) ? Object.entries(b).reduce(fold, { ...(isMap(a) && a) }) : b);
const fold = (to, [k, v]) => (v === null ? (delete to[k], to) : Object.assign(to, { [k]: merge(to[k], v) }));
let at, state, early = []; // prettier-ignore
function take(u) {
  if (at?.epoch === u.epoch && u.offset <= at.offset) return; // known already
  if (at && (at.epoch !== u.epoch || u.offset !== at.offset + 1)) fail(`a gap after ${at.epoch}:${at.offset}`);
  if (u.kind === 'events') state = u.data.reduce((h, entry) => hash(h + canonical(entry)), state ?? '0'.repeat(16));
  else state = u.kind === 'patch' ? merge(state, u.data) : u.data;
  const proof = u.kind === 'events' ? state : hash(canonical(state));
  if (proof !== u.hash) fail(`${u.epoch}:${u.offset} says ${u.hash}, but it is ${proof}`);
  console.log(u.epoch, u.offset, u.kind, `${proof} proven`, JSON.stringify(u.data));
  at = u;
}
const headers = { 'content-type': 'application/json' };
const leave = await fetch(`${server}/api/negotiate`, { method: 'POST', headers, body: JSON.stringify({ tiers: [tier] }) });
const client = new WebPubSubClient((await leave.json()).url);
client.on('group-message', ({ message }) => (early ? early.push(message.data) : take(message.data)));
await client.start().then(() => client.joinGroup(tier));
const { state: whole } = await (await fetch(`${server}/api/tiers/${tier}`)).json();
[whole, ...early.splice(0)].filter(Boolean).forEach(take);
early = undefined;
