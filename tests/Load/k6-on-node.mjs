// Runs a script of k6 where there is no k6: node k6-on-node.mjs live.k6.js NAME=VALUE …
// It stands in for the few modules that the script uses, counts what k6 counts, holds the thresholds that are rates, and says the times without
// judging them: this is for trying the script, not for load. WebSockets come from the web rooms' node_modules.
import { createRequire, register } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [script, ...settings] = process.argv.slice(2);
const values = new Map(); // of each metric
const add = (name, value) => (values.get(name) ?? values.set(name, []).get(name)).push(value);

class Metric {
  constructor(name) {
    this.name = name;
    values.set(name, []);
  }

  add(value) {
    add(this.name, value);
  }
}

const { WebSocket } = createRequire(new URL('../../web/package.json', import.meta.url))('ws');
class K6WebSocket extends WebSocket {
  constructor(url, _, { headers }) {
    super(url, headers['Sec-WebSocket-Protocol']);
  }
}

async function asyncRequest(method, url, body, { headers } = {}) {
  const asked = performance.now();
  const answer = await fetch(url, { method, body, headers });
  const text = await answer.text();
  add('http_req_duration', performance.now() - asked);
  add('http_req_failed', answer.ok ? 0 : 1);
  return { status: answer.status, body: text, json: () => JSON.parse(text) };
}

function check(value, claims) {
  const held = Object.entries(claims).map(([claim, holds]) => {
    const isTrue = Boolean(holds(value));
    add('checks', isTrue ? 1 : 0);
    if (!isTrue) console.error(`not so: ${claim}`);
    return isTrue;
  });
  return held.every(Boolean);
}

globalThis.__ENV = Object.fromEntries(settings.map((setting) => setting.split(/=(.*)/s).slice(0, 2)));
globalThis.__k6 = {
  k6: { check },
  'k6/http': { default: { asyncRequest } },
  'k6/metrics': { Counter: Metric, Trend: Metric },
  'k6/timers': { setTimeout },
  'k6/websockets': { WebSocket: K6WebSocket },
};
const source = (name, module) =>
  Object.keys(module)
    .map((key) => (key === 'default' ? `export default __k6['${name}'].default;` : `export const ${key} = __k6['${name}'].${key};`))
    .join('');
const modules = Object.fromEntries(
  Object.entries(globalThis.__k6).map(([name, module]) => [name, `data:text/javascript,${encodeURIComponent(source(name, module))}`]),
);
register(
  `data:text/javascript,${encodeURIComponent(
    `const modules = ${JSON.stringify(modules)};
     export const resolve = (name, context, next) => (name in modules ? { url: modules[name], shortCircuit: true } : next(name, context));`,
  )}`,
);

const { default: iterate, options, setup } = await import(pathToFileURL(resolve(script)));
const data = await setup();
const end = Date.now() + Number.parseInt(options.duration, 10) * 1000;
await Promise.all(
  Array.from({ length: options.vus }, async () => {
    while (Date.now() < end) await iterate(data);
  }),
);
let isHeld = true;
for (const [name, list] of values) {
  const rate = list.reduce((sum, value) => sum + value, 0) / (list.length || 1);
  const bound = options.thresholds[name]?.find((threshold) => threshold.startsWith('rate'));
  const [, sign, limit] = bound?.match(/^rate([<>])([\d.]+)$/) ?? [];
  const holds = sign === undefined || (sign === '<' ? rate < Number(limit) : rate > Number(limit));
  isHeld &&= holds;
  const p95 = list.toSorted((a, b) => a - b)[Math.floor(list.length * 0.95)];
  console.log(`${name} ${list.length} values, mean ${rate.toFixed(3)}, p95 ${p95?.toFixed(1)}${holds ? '' : `, NOT ${bound}`}`);
}
process.exit(isHeld ? 0 : 1);
