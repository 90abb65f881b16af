import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Viewer, type Subscription, type ViewerOptions } from '../src/index.js';
import { LiveServer, until } from './liveServer.js';

const numbers = (count: number, from = 1) => Array.from({ length: count }, (_, i) => from + i);
const entries = (sub: Subscription) => sub.entries.map((entry) => entry.n);

describe('on real sockets, with the official client', () => {
  let server: LiveServer;
  let viewer: Viewer;
  const errors: unknown[] = [];

  const follow = (options: Partial<ViewerOptions> = {}) => {
    viewer = new Viewer({ negotiate: `${server.url}/api/negotiate`, ...options });
    viewer.on('error', (error) => errors.push(error));
    return viewer;
  };

  beforeEach(async () => {
    errors.length = 0;
    server = await new LiveServer().listen();
  });

  afterEach(async () => {
    viewer?.dispose();
    await server.close();
  });

  test('what is committed is shown, and disposing closes the connection at the service', async () => {
    const tier = server.tier('sports:a/score');
    tier.commit({ n: 1 });
    const sub = follow().subscribe(tier.name);
    await until('fresh', () => sub.health === 'fresh');
    for (let n = 2; n <= 200; n++) server.publish(tier.commit({ n }));
    await until('all shown', () => sub.state?.n === 200);
    expect(sub.position).toEqual({ epoch: 'e1', offset: 200 });
    viewer.dispose();
    await until('left', () => server.sessions.size === 0);
    expect(errors).toEqual([]);
  });

  test('cuts that the service recovers lose nothing and show nothing twice', async () => {
    const tier = server.tier('sports:a/events', 'log');
    const sub = follow().subscribe(tier.name);
    const seen: number[] = [];
    sub.on('change', (change) => seen.push(...change.entries.map((entry) => Number(entry.n))));
    await until('fresh', () => sub.health === 'fresh');
    for (let n = 1; n <= 300; n++) {
      server.publish(tier.commit({ n }));
      if (n % 100 === 50) {
        server.cut();
        await until('recovered', () => server.recoveries === (n + 50) / 100);
      }
    }
    await until('all shown', () => seen.length >= 300);
    expect(seen).toEqual(numbers(300));
    expect(entries(sub)).toEqual(numbers(300));
    expect(server.sessions.size).toBe(1);
  });

  test('a cut is told within a moment, and a viewer that is disposed meanwhile tries no more', async () => {
    const tier = server.tier('sports:a/score');
    tier.commit({ n: 1 });
    const sub = follow({ pollAfter: 1e9 }).subscribe(tier.name);
    await until('fresh', () => sub.health === 'fresh');
    server.mode = 'blocked';
    server.cut();
    await until('recovering', () => sub.health === 'recovering', 1_000);
    await until('tries', () => server.upgrades > 2);
    viewer.dispose();
    const tried = server.upgrades;
    await new Promise((resolve) => setTimeout(resolve, 2_500)); // the client would try each second
    expect(server.upgrades).toBe(tried);
  });

  test('a connection that the service has forgotten is made anew, and the hole is caught up', async () => {
    const tier = server.tier('sports:a/events', 'log');
    const sub = follow().subscribe(tier.name);
    await until('fresh', () => sub.health === 'fresh');
    server.publish(tier.commit({ n: 1 }));
    await until('first', () => entries(sub).length === 1);
    server.mode = 'forget';
    server.cut();
    server.sessions.clear();
    for (let n = 2; n <= 20; n++) server.publish(tier.commit({ n }));
    await until('caught up', () => entries(sub).length === 20);
    await until('joined anew', () => [...server.sessions.values()].some((session) => session.groups.has(tier.name)));
    server.publish(tier.commit({ n: 21 }));
    await until('live again', () => entries(sub).length === 21);
    expect(entries(sub)).toEqual(numbers(21));
    await until('fresh again', () => sub.health === 'fresh');
  });

  test('where no socket opens, the catch-up route is asked', async () => {
    server.mode = 'blocked';
    const tier = server.tier('sports:a/events', 'log');
    tier.commit({ n: 1 });
    const sub = follow({ pollAfter: 50, pollEvery: 50 }).subscribe(tier.name);
    await until('first', () => entries(sub).length === 1);
    for (let n = 2; n <= 10; n++) tier.commit({ n });
    await until('all', () => entries(sub).length === 10);
    expect(entries(sub)).toEqual(numbers(10));
    expect(server.upgrades).toBeGreaterThan(0);
    server.mode = 'recover';
    await until('connected after all', () => server.sessions.size === 1);
  });

  test('the example of thirty lines proves every update with the official client alone', async () => {
    const tier = server.tier('sports:a/stats');
    tier.commit({ home: { periods: { 10: 1, 9: 2 }, score: 0 }, é: '"x"' });
    const script = fileURLToPath(new URL('../examples/follow.mjs', import.meta.url));
    const child = spawn(process.execPath, [script, server.url, tier.name], { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let failed = '';
    child.stdout.on('data', (data) => (out += String(data)));
    child.stderr.on('data', (data) => (failed += String(data)));
    try {
      await until('the first state', () => out.includes('e1 1 state') || failed !== '');
      for (let n = 1; n <= 50; n++) server.publish(tier.commit({ home: { score: n }, [`k${n % 3}`]: n % 2 ? { n } : 'x' }));
      await until('all printed', () => out.trimEnd().split('\n').length >= 51);
      const offsets = [...out.matchAll(/^e1 (\d+) (?:state|patch) [0-9a-f]{16} proven/gm)].map((match) => Number(match[1]));
      expect(offsets).toEqual(numbers(offsets.length, offsets[0]));
      expect(offsets.at(-1)).toBe(51);
      // A forged update ends it.
      server.publish({ ...tier.commit({ home: { score: 51 } }), hash: 'feedfeedfeedfeed' });
      await until('refused', () => child.exitCode !== null);
      expect(failed).toContain('says feedfeedfeedfeed');
    } finally {
      child.kill();
    }
  });
});
