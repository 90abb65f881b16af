import { describe, expect, test } from 'vitest';
import type { Update } from '../src/update.js';
import { problem, Watch, World, type FakeSocket } from './world.js';

const score = 'sports:nba.20261120.bos.lal/score';
const events = 'sports:nba.20261120.bos.lal/events';

async function following(options: ConstructorParameters<typeof World>[0] = {}, kind: 'state' | 'log' = 'state') {
  const world = new World(options);
  const tier = world.serve(kind === 'state' ? score : events, kind);
  tier.commit({ n: 1 });
  const watch = new Watch(world.viewer.subscribe(tier.name));
  await world.clock.advance(100);
  return { world, tier, watch, sub: watch.subscription };
}

const only = (world: World): FakeSocket => [...world.sockets][0]!;
const numbers = (count: number, from = 1) => Array.from({ length: count }, (_, i) => from + i);

describe('from nothing to live', () => {
  test('joins before it catches up, so that what is committed between is not lost', async () => {
    const world = new World();
    const tier = world.serve(score);
    tier.commit({ n: 1 });
    let between: Update | undefined;
    world.intercept = (url, tag) => {
      if (!url.includes('/tiers/') || between) return;
      expect(only(world).groups).toContain(score);
      const answer = tier.catchUp(tag);
      between = tier.commit({ n: 2 });
      world.publish(between); // arrives before the older answer
      return answer;
    };
    const sub = world.viewer.subscribe(score);
    await world.clock.advance(100);
    expect(sub.state).toEqual({ n: 2 });
    expect(sub.health).toBe('fresh');
    expect(world.catchUps(tier)).toBe(1);
  });

  test('shows every update once and in order, live', async () => {
    const { world, tier, watch, sub } = await following();
    for (let n = 2; n <= 50; n++) world.publish(tier.commit({ n }));
    expect(watch.offsets).toEqual(numbers(50));
    expect(sub.state).toEqual({ n: 50 });
    expect(sub.position).toEqual({ epoch: 'e1', offset: 50 });
    expect(world.catchUps(tier)).toBe(1);
  });

  test('a tier without history waits for its first update', async () => {
    const world = new World();
    const tier = world.serve(events, 'log');
    const sub = world.viewer.subscribe(events);
    await world.clock.advance(100);
    expect([sub.health, sub.position]).toEqual(['fresh', undefined]);
    world.publish(tier.commit({ kick: 'off' }));
    expect(sub.entries).toEqual([{ kick: 'off' }]);
  });

  test('tiers that are subscribed in one turn share one negotiation and one connection', async () => {
    const world = new World();
    const names = numbers(20).map((n) => `sports:m${n}/score`);
    for (const name of names) world.serve(name).commit({ name });
    const subs = names.map((name) => world.viewer.subscribe(name));
    await world.clock.advance(100);
    expect([world.negotiations, world.connections]).toEqual([1, 1]);
    expect(subs.map((sub) => sub.state?.name)).toEqual(names);
  });

  test('two readers of one tier share its catch up and each see every change', async () => {
    const { world, tier, watch } = await following();
    const second = new Watch(world.viewer.subscribe(tier.name));
    world.publish(tier.commit({ n: 2 }));
    expect([watch.offsets, second.offsets]).toEqual([[1, 2], [2]]);
    expect([world.catchUps(tier), world.connections]).toEqual([1, 1]);
    second.subscription.dispose();
    world.publish(tier.commit({ n: 3 }));
    expect(watch.offsets).toEqual([1, 2, 3]);
  });

  test('more than 50 tiers take a second connection', async () => {
    const world = new World();
    const subs = numbers(60).map((n) => world.viewer.subscribe(world.serve(`sports:m${n}/score`).name));
    await world.clock.advance(100);
    expect(world.sockets.size).toBe(2);
    subs[59]!.dispose();
    expect([...world.sockets].map((socket) => socket.groups.size)).toEqual([50, 9]);
  });

  test('a tier that is added later comes on a connection that overlaps the one before', async () => {
    const { world, tier, watch } = await following();
    const log = world.serve(events, 'log');
    log.commit({ e: 1 });
    const sub = world.viewer.subscribe(events);
    await world.clock.advance(100);
    expect(world.sockets.size).toBe(2);
    world.publish(tier.commit({ n: 2 }), log.commit({ e: 2 })); // on both connections
    await world.clock.advance(6_000);
    expect(world.sockets.size).toBe(1);
    world.publish(tier.commit({ n: 3 }), log.commit({ e: 3 }));
    expect(watch.offsets).toEqual([1, 2, 3]);
    expect(sub.entries).toEqual([{ e: 1 }, { e: 2 }, { e: 3 }]);
    expect(world.catchUps(tier)).toBe(1);
  });
});

describe('what is refused', () => {
  const only = (names: string) => JSON.stringify({ tiers: [names] });

  test('one tier that the server refuses does not keep the others from being followed', async () => {
    const world = new World();
    const tier = world.serve(score);
    tier.commit({ n: 1 });
    world.refuse = (body) => (body.includes('nonsense') ? 404 : undefined);
    const bad = world.viewer.subscribe('sports:a/nonsense');
    const good = world.viewer.subscribe(score);
    await world.clock.advance(2_000);
    expect([good.state, good.health, bad.state]).toEqual([{ n: 1 }, 'fresh', undefined]);
    expect([...[...world.sockets][0]!.groups]).toEqual([score]);
    expect(world.bodies).toContain(only(score));
    expect(world.errors.map(String).join()).toContain('404');
  });

  test('a tier that is followed already is not asked about one by one', async () => {
    const { world, sub } = await following();
    world.refuse = (body) => (body.includes('nonsense') ? 422 : undefined);
    world.viewer.subscribe('sports:a/nonsense');
    await world.clock.advance(2_000);
    expect(sub.health).toBe('fresh');
    expect(world.bodies.filter((body) => body === only(score))).toHaveLength(2); // at first, and what is left at the end
    expect(world.sockets.size).toBeGreaterThan(0);
  });

  test('who may not at all waits longer from try to try, and is not asked one by one', async () => {
    const world = new World({ pollAfter: 1e9 });
    world.refuse = () => 401;
    world.viewer.subscribe(score);
    world.viewer.subscribe(events);
    await world.clock.advance(120_000);
    expect(world.negotiations).toBeLessThan(25);
    expect(new Set(world.bodies).size).toBe(1);
  });
});

describe('what the network does', () => {
  test('a duplicate is shown once', async () => {
    const { world, tier, watch } = await following();
    const update = tier.commit({ n: 2 });
    world.publish(update, update, tier.kept[0]!, update);
    await world.clock.advance(1_000);
    expect(watch.offsets).toEqual([1, 2]);
    expect(world.catchUps(tier)).toBe(1);
  });

  test('two that cross are shown in order, without a question to the server', async () => {
    const { world, tier, watch } = await following();
    const [a, b] = [tier.commit({ n: 2 }), tier.commit({ n: 3 })];
    world.publish(b);
    await world.clock.advance(40);
    world.publish(a);
    await world.clock.advance(1_000);
    expect(watch.offsets).toEqual([1, 2, 3]);
    expect(world.catchUps(tier)).toBe(1);
  });

  test('a lost update is found at the next one, and one question heals it', async () => {
    const { world, tier, watch, sub } = await following({}, 'log');
    tier.commit({ n: 2 });
    tier.commit({ n: 3 });
    for (let n = 4; n <= 10; n++) world.publish(tier.commit({ n }));
    await world.clock.advance(1_000);
    expect(watch.offsets).toEqual(numbers(10));
    expect(sub.entries.map((entry) => entry.n)).toEqual(numbers(10));
    expect(world.catchUps(tier)).toBe(2);
    expect(sub.health).toBe('fresh');
  });

  test('a lost last update is found by the audit', async () => {
    const { world, tier, sub } = await following();
    tier.commit({ n: 2 });
    await world.clock.advance(90_000);
    expect(sub.state).toEqual({ n: 2 });
  });

  test('doubts that come up while one is being settled become one more question', async () => {
    const { world, tier, watch } = await following();
    const gates: (() => void)[] = [];
    world.intercept = (url, tag) =>
      url.includes('/tiers/') ? new Promise((resolve) => gates.push(() => resolve(tier.catchUp(tag)))) : undefined;
    for (let n = 2; n <= 20; n++) {
      const update = tier.commit({ n });
      if (n % 2) world.publish(update, { ...update, hash: 'feedfeedfeedfeed', offset: update.offset + 1 });
      await world.clock.advance(20);
    }
    await world.clock.advance(500);
    expect(gates).toHaveLength(1);
    gates[0]!();
    await world.clock.advance(500);
    expect(gates.length).toBeLessThanOrEqual(2);
    gates[1]?.();
    await world.clock.advance(500);
    expect(watch.subscription.state).toEqual({ n: 20 });
    expect(gates.length).toBeLessThanOrEqual(2);
  });

  test('an update with a wrong hash is not shown, and the true one is fetched', async () => {
    const { world, tier, watch, sub } = await following();
    const update = tier.commit({ n: 2 });
    world.publish({ ...update, kind: 'patch', data: { n: 3 } });
    expect(sub.state).toEqual({ n: 1 });
    await world.clock.advance(500);
    expect(sub.state).toEqual({ n: 2 });
    expect(watch.offsets).toEqual([1, 2]);
    expect(String(world.errors[0])).toContain('does not match its hash');
  });

  test('when the kept updates cannot be proven either, the whole state is fetched', async () => {
    const { world, tier, sub } = await following();
    const forged = { ...tier.commit({ n: 2 }), hash: 'feedfeedfeedfeed' };
    world.intercept = (url, tag) => (url.includes('/tiers/') && tag ? Response.json({ answer: 'updates', updates: [forged] }) : undefined);
    world.publish(forged);
    await world.clock.advance(500);
    expect(sub.state).toEqual({ n: 2 });
    expect(sub.health).toBe('fresh');
  });

  test('a state that does not match its own hash is never shown, and the server is not hammered', async () => {
    const world = new World();
    const tier = world.serve(score);
    tier.commit({ n: 1 });
    world.intercept = (url) =>
      url.includes('/tiers/') ? Response.json({ answer: 'state', state: { ...tier.whole(), hash: 'feedfeedfeedfeed' } }) : undefined;
    const sub = world.viewer.subscribe(score);
    await world.clock.advance(120_000);
    expect(sub.state).toBeUndefined();
    expect(sub.health).toBe('stale');
    expect(world.catchUps(tier)).toBeLessThan(60);
  });

  test('garbage in the group is told and survived', async () => {
    const { world, tier, sub } = await following();
    for (const bad of [
      null,
      7,
      'x',
      [],
      {},
      { tier: 'sports:other/score' },
      { ...tier.kept[0], offset: -1 },
      { ...tier.kept[0], kind: 'x' },
    ]) {
      only(world).deliver(bad, tier.name);
    }
    world.publish(tier.commit({ n: 2 }));
    await world.clock.advance(500);
    expect(sub.state).toEqual({ n: 2 });
    expect(world.errors).toHaveLength(8);
  });

  test('a tier is not known before the server has answered, and a new one does not make the others doubtful', async () => {
    const { world, watch, sub } = await following();
    const slow = new Promise<void>((resolve) => world.clock.after(5_000, resolve));
    world.intercept = (url, tag) => (url.endsWith(events) ? slow.then(() => world.tiers.get(events)!.catchUp(tag)) : undefined);
    world.serve(events, 'log').commit({ e: 1 });
    const added = world.viewer.subscribe(events);
    await world.clock.advance(1_000);
    expect([added.known, added.health, sub.known, sub.health]).toEqual([false, 'recovering', true, 'fresh']);
    await world.clock.advance(6_000);
    expect([added.known, added.health]).toEqual([true, 'fresh']);
    expect(watch.healths).toEqual(['fresh']);
  });

  test('another epoch is another history: the new one is shown, what was before is said to be missing', async () => {
    const { world, tier, sub, watch } = await following({}, 'log');
    tier.restart('e2');
    const straggler = { ...tier.commit({ m: 1 }) };
    world.publish(straggler);
    await world.clock.advance(500);
    expect(sub.position).toEqual({ epoch: 'e2', offset: 1 });
    expect(sub.entries).toEqual([{ m: 1 }]);
    expect(sub.health).toBe('gap');
    expect(watch.changes.at(-1)).toMatchObject({ reset: true, missing: { reason: 'epoch' } });
    sub.acknowledge();
    expect(sub.health).toBe('fresh');
    world.publish(tier.commit({ m: 2 }));
    expect(sub.entries).toEqual([{ m: 1 }, { m: 2 }]);
  });

  test('when the table comes back from a copy, what is gone is said, and what is committed from then on is shown', async () => {
    const { world, tier, sub, watch } = await following();
    const copy = { ...tier };
    for (let n = 2; n <= 9; n++) world.publish(tier.commit({ n }));
    tier.restore(copy);
    world.intercept = (url, tag) => {
      if (!url.includes('/tiers/')) return;
      world.intercept = () => undefined;
      const answer = tier.catchUp(tag);
      world.publish(tier.commit({ m: 2 })); // comes before the answer, and is known by its offset alone
      return answer;
    };
    only(world).interrupt();
    only(world).recover();
    await world.clock.advance(1_000);
    expect(watch.changes.map(({ missing }) => missing).filter(Boolean)).toEqual([{ from: 2, to: 9, reason: 'ahead' }]);
    expect([sub.state, sub.position?.offset, sub.health]).toEqual([{ n: 1, m: 2 }, 2, 'fresh']);
    world.publish(tier.commit({ m: 3 }));
    expect(sub.state).toEqual({ n: 1, m: 3 });
  });

  test('what is no longer kept is named exactly', async () => {
    const { world, tier, sub, watch } = await following({}, 'log');
    tier.window = 3;
    for (let n = 2; n <= 9; n++) tier.commit({ n });
    world.publish(tier.commit({ n: 10 }));
    await world.clock.advance(500);
    expect(sub.missing).toEqual([{ from: 2, to: 7, reason: 'retention' }]);
    expect(sub.entries.map((entry) => entry.n)).toEqual([1, 8, 9, 10]);
    expect(sub.health).toBe('gap');
    expect(watch.healths.at(-1)).toBe('gap');
  });
});

describe('connections', () => {
  test('a cut is healed: nothing lost, nothing twice', async () => {
    const { world, tier, watch, sub } = await following({}, 'log');
    for (let round = 0; round < 20; round++) {
      only(world).cut();
      for (let i = 0; i < 3; i++) tier.commit({ n: tier.offset + 1 });
      await world.clock.advance(40_000);
      world.publish(tier.commit({ n: tier.offset + 1 }));
    }
    expect(watch.offsets).toEqual(numbers(81));
    expect(sub.entries.map((entry) => entry.n)).toEqual(numbers(81));
    expect(world.sockets.size).toBe(1);
  });

  test('says recovering while it is cut, stale when it takes long, and fresh again', async () => {
    const { world, watch } = await following();
    world.intercept = () => Promise.reject(new TypeError('network down'));
    only(world).cut();
    await world.clock.advance(50_000);
    world.intercept = () => undefined;
    await world.clock.advance(60_000);
    expect(watch.healths).toEqual(['fresh', 'recovering', 'stale', 'fresh']);
  });

  test('a connection that falls silent is not trusted: the server is asked instead, and another is opened', async () => {
    const { world, tier, sub } = await following();
    only(world).mute = true;
    await world.clock.advance(17_000);
    expect(sub.health).toBe('recovering');
    world.publish(tier.commit({ n: 2 }));
    await world.clock.advance(8_000);
    expect(sub.state).toEqual({ n: 2 });
    await world.clock.advance(60_000);
    expect(world.connections).toBe(2);
    world.publish(tier.commit({ n: 3 }));
    expect([sub.state, sub.health]).toEqual([{ n: 3 }, 'fresh']);
  });

  test('an interruption is told at once, polled over, and what is replayed after it is shown once', async () => {
    const { world, tier, watch } = await following({}, 'log');
    only(world).interrupt();
    expect(watch.subscription.health).toBe('recovering');
    const missed = numbers(6, 2).map((n) => tier.commit({ n }));
    await world.clock.advance(6_000);
    expect([watch.subscription.health, watch.subscription.position?.offset]).toEqual(['fresh', 7]);
    const late = tier.commit({ n: 8 });
    only(world).recover(...missed, late);
    await world.clock.advance(1_000);
    expect(watch.offsets).toEqual(numbers(8));
    expect([watch.subscription.health, world.connections]).toEqual(['fresh', 1]);
  });

  test('the token is renewed before it expires on an overlapping connection: nothing lost, nothing asked', async () => {
    const world = new World();
    world.life = 300_000;
    const tier = world.serve(events, 'log');
    tier.commit({ n: 1 });
    const watch = new Watch(world.viewer.subscribe(events));
    await world.clock.advance(100);
    let most = 0;
    for (let second = 0; second < 1_800; second++) {
      world.publish(tier.commit({ n: tier.offset + 1 }));
      most = Math.max(most, world.sockets.size);
      expect(world.sockets.size).toBeGreaterThan(0);
      await world.clock.advance(1_000);
    }
    expect(watch.offsets).toEqual(numbers(1_801));
    expect(world.negotiations).toBeGreaterThanOrEqual(7);
    expect(world.negotiations).toBeLessThanOrEqual(10);
    expect([most, world.catchUps(tier)]).toEqual([2, 1]);
  });

  test('what was sent before the next connection joined still comes on the one before', async () => {
    const world = new World({ auditEvery: 1e9 });
    world.life = 100_000;
    const tier = world.serve(score);
    tier.commit({ n: 1 });
    const sub = world.viewer.subscribe(score);
    await world.clock.advance(100);
    const before = only(world);
    const late = tier.commit({ n: 2 }); // on its way while the next connection opens
    while (world.sockets.size < 2) await world.clock.advance(100);
    await world.clock.advance(100);
    before.deliver(late, score);
    expect(sub.state).toEqual({ n: 2 });
    expect(world.catchUps(tier)).toBe(1);
  });

  /** The connection before is half open when the next one joins, so that what was published in between came nowhere. */
  async function halfOpen() {
    const known = await following({ auditEvery: 1e9 });
    const { world, tier } = known;
    const before = only(world);
    before.mute = true;
    world.publish(tier.commit({ n: 2 }));
    world.viewer.subscribe(world.serve(events, 'log').name);
    await world.clock.advance(200);
    expect([world.sockets.size, known.sub.state]).toEqual([2, { n: 1 }]);
    return { ...known, before };
  }

  test('a connection before that is not heard of again was no proof: its tiers are asked for', async () => {
    const { world, tier, sub, watch } = await halfOpen();
    await world.clock.advance(6_000);
    expect([world.sockets.size, sub.state, sub.health]).toEqual([1, { n: 2 }, 'fresh']);
    expect([watch.offsets, world.catchUps(tier)]).toEqual([[1, 2], 2]);
  });

  test('one that lives is proof, also where nothing comes on it: nothing is asked', async () => {
    const { world, tier, sub, watch } = await following({ auditEvery: 1e9 });
    world.stop(); // not even a pong
    const before = only(world);
    world.viewer.subscribe(world.serve(events, 'log').name);
    await world.clock.advance(200);
    before.cut();
    await world.clock.advance(6_000);
    expect([world.sockets.size, sub.health, watch.healths, world.catchUps(tier)]).toEqual([1, 'fresh', ['fresh'], 1]);
  });

  test('a connection before that breaks while it is heard out was no proof either', async () => {
    const { world, tier, sub, before } = await halfOpen();
    before.cut();
    await world.clock.advance(500);
    expect([world.sockets.size, sub.state, world.catchUps(tier)]).toEqual([1, { n: 2 }, 2]);
    expect(world.errors).toEqual([]);
  });

  test('a viewer whose clock is hours off renews as often as any other', async () => {
    const { world } = await following();
    world.intercept = (url) =>
      url.endsWith('/negotiate')
        ? Response.json(
            { url: 'ws://x', expires: '2031-01-01T00:05:00Z', tiers: [{ tier: score, kind: 'state', group: score }] },
            { headers: { date: 'Wed, 01 Jan 2031 00:00:00 GMT' } },
          )
        : undefined;
    only(world).cut();
    await world.clock.advance(600_000);
    expect(world.negotiations).toBeGreaterThanOrEqual(3);
    expect(world.negotiations).toBeLessThanOrEqual(5);
  });

  test('a renewal that fails leaves the connection as it is and is tried again', async () => {
    const world = new World();
    world.life = 100_000;
    const tier = world.serve(score);
    tier.commit({ n: 1 });
    const sub = world.viewer.subscribe(score);
    await world.clock.advance(100);
    world.intercept = (url) => (url.endsWith('/negotiate') ? problem(503) : undefined);
    await world.clock.advance(200_000);
    world.publish(tier.commit({ n: 2 }));
    expect([sub.state, sub.health]).toEqual([{ n: 2 }, 'fresh']);
    world.intercept = () => undefined;
    const added = world.viewer.subscribe(world.serve(events, 'log').name);
    await world.clock.advance(31_000);
    expect([sub.health, added.health]).toEqual(['fresh', 'fresh']);
    expect(world.connections).toBe(2);
  });
});

describe('patience', () => {
  test('Retry-After is obeyed, in seconds and as a date', async () => {
    for (const value of ['40', new Date(Date.parse('2026-11-20T19:00:40Z')).toUTCString()]) {
      const world = new World({ pollAfter: 1e9 });
      world.serve(score).commit({ n: 1 });
      world.intercept = (url) =>
        url.endsWith('/negotiate') ? Response.json({}, { status: 429, headers: { 'retry-after': value } }) : undefined;
      world.viewer.subscribe(score);
      await world.clock.advance(39_000);
      world.viewer.subscribe(world.serve(events, 'log').name); // is no reason to ask earlier
      world.wake.dispatchEvent(new Event('online'));
      await world.clock.advance(900);
      expect(world.negotiations).toBe(1);
      await world.clock.advance(1_200);
      expect(world.negotiations).toBeGreaterThan(1);
    }
  });

  test('the catch-up route is left alone as long as it asks for', async () => {
    const { world, tier } = await following();
    world.intercept = (url) => (url.includes('/tiers/') ? problem(503, 20) : undefined);
    tier.commit({ n: 2 });
    const before = world.catchUps(tier);
    world.publish(tier.commit({ n: 3 }));
    await world.clock.advance(19_000);
    world.publish(tier.commit({ n: 4 }), { ...tier.kept[1]!, hash: 'feedfeedfeedfeed' });
    await world.clock.advance(500);
    expect(world.catchUps(tier)).toBe(before + 1);
    await world.clock.advance(2_500);
    expect(world.catchUps(tier)).toBe(before + 2);
  });

  test('tries are spread by full jitter, grow, and are never more than 30 s apart', async () => {
    const waits: number[][] = [];
    for (let seed = 1; seed <= 30; seed++) {
      const world = new World({ seed, pollAfter: 1e9 });
      world.serve(score).commit({ n: 1 });
      world.intercept = (url) => (url.endsWith('/negotiate') ? problem(500) : undefined);
      world.viewer.subscribe(score);
      await world.clock.advance(300_000);
      const at = world.requests.map((request) => request.at);
      waits.push(at.slice(1).map((time, i) => time - at[i]!));
      world.viewer.dispose();
    }
    expect(Math.max(...waits.flat())).toBeLessThanOrEqual(30_000);
    expect(Math.max(...waits.map((each) => each[0]!))).toBeLessThanOrEqual(500);
    const late = waits.flatMap((each) => each.slice(8));
    expect(Math.max(...late)).toBeGreaterThan(25_000);
    expect(Math.min(...late)).toBeLessThan(5_000);
    expect(late.reduce((sum, wait) => sum + wait) / late.length).toBeGreaterThan(12_000);
  });

  test('where WebSockets are blocked it asks the catch-up route with its position, shows the same, and ends when they are not', async () => {
    const world = new World();
    const tier = world.serve(events, 'log');
    tier.commit({ n: 1 });
    world.opening = () => Promise.reject(new Error('blocked'));
    const watch = new Watch(world.viewer.subscribe(events));
    for (let second = 0; second < 120; second++) {
      await world.clock.advance(1_000);
      if (second % 3 === 0) tier.commit({ n: tier.offset + 1 });
    }
    await world.clock.advance(8_000);
    expect(watch.subscription.entries.map((entry) => entry.n)).toEqual(numbers(41));
    expect(watch.subscription.health).toBe('fresh');
    expect(watch.offsets).toEqual(numbers(watch.offsets.length, watch.offsets[0]));
    expect(world.requests.filter((request) => request.tag === null && request.url.includes('/tiers/'))).toHaveLength(1);
    expect(world.catchUps(tier)).toBeLessThan(35);
    world.opening = () => undefined;
    await world.clock.advance(40_000);
    const asked = world.catchUps(tier);
    for (let second = 0; second < 40; second++) {
      world.publish(tier.commit({ n: tier.offset + 1 }));
      await world.clock.advance(1_000);
    }
    expect(watch.subscription.position?.offset).toBe(81);
    expect(world.catchUps(tier)).toBe(asked);
  });

  test('what is committed between the last question and the join is asked for once joined', async () => {
    const world = new World();
    const tier = world.serve(score);
    tier.commit({ n: 1 });
    world.opening = () => Promise.reject(new Error('blocked'));
    const sub = world.viewer.subscribe(score);
    while (sub.health !== 'fresh') await world.clock.advance(50);
    tier.commit({ n: 2 }); // published to nobody
    world.opening = () => undefined;
    for (let waited = 0; world.sockets.size === 0; waited += 50) {
      expect(waited).toBeLessThan(40_000);
      if (sub.state?.n === tier.offset) tier.commit({ n: tier.offset + 1 });
      await world.clock.advance(50);
    }
    await world.clock.advance(10);
    expect(sub.state).toEqual(tier.document);
  });

  test('an answer from before the join does not count as one from after it', async () => {
    const world = new World({ pollAfter: 10 });
    const tier = world.serve(score);
    tier.commit({ n: 1 });
    let join = (): void => undefined;
    let answer = (): void => undefined;
    world.opening = () => new Promise<void>((resolve) => (join = resolve));
    world.intercept = (url, tag) => {
      if (!url.includes('/tiers/')) return;
      world.intercept = () => undefined;
      const old = tier.catchUp(tag);
      return new Promise((resolve) => (answer = () => resolve(old)));
    };
    const sub = world.viewer.subscribe(score);
    await world.clock.advance(20);
    tier.commit({ n: 2 }); // published to nobody
    join();
    await world.clock.advance(20);
    answer();
    await world.clock.advance(20);
    expect([sub.state, sub.health]).toEqual([{ n: 2 }, 'fresh']);
    expect(world.catchUps(tier)).toBe(2);
  });

  test('a connection that never opens is given up after 15 s and asks meanwhile', async () => {
    const world = new World();
    const tier = world.serve(score);
    tier.commit({ n: 1 });
    world.opening = () => new Promise(() => undefined);
    const sub = world.viewer.subscribe(score);
    await world.clock.advance(5_000);
    expect([sub.state, sub.health]).toEqual([{ n: 1 }, 'fresh']);
    await world.clock.advance(60_000);
    expect(world.connections).toBeGreaterThan(2);
  });

  test('a server that does not answer is not waited for longer than 10 s', async () => {
    const { world, tier, sub } = await following();
    world.intercept = (url) => (url.includes('/tiers/') ? new Promise(() => undefined) : undefined);
    tier.commit({ n: 2 });
    world.publish(tier.commit({ n: 3 }));
    await world.clock.advance(5_000);
    world.intercept = () => undefined;
    await world.clock.advance(8_000);
    expect(sub.state).toEqual({ n: 3 });
    expect(String(world.errors.at(-1))).toContain('did not answer within 10000 ms');
  });

  test('the network coming back is used at once', async () => {
    const { world, sub } = await following({ seed: 5 });
    world.intercept = () => Promise.reject(new TypeError('offline'));
    only(world).cut();
    await world.clock.advance(120_000);
    world.intercept = () => undefined;
    world.wake.dispatchEvent(new Event('online'));
    await world.clock.advance(600);
    expect(sub.health).toBe('fresh');
  });

  test('who wakes from sleep asks at once, and does not wait for the rest of a timer from before', async () => {
    const { world, tier, sub } = await following();
    await world.clock.advance(5_000);
    world.clock.sleep(3_600_000);
    tier.commit({ n: 2 });
    world.wake.dispatchEvent(new Event('online'));
    await world.clock.advance(600);
    expect([sub.state, sub.health]).toEqual([{ n: 2 }, 'fresh']);
  });

  test('age is that of the data by the server’s clock, checked is that of the proof', async () => {
    const { world, sub } = await following();
    await world.clock.advance(300_000);
    expect(sub.age).toBeGreaterThanOrEqual(299_000);
    expect(sub.age).toBeLessThanOrEqual(302_000);
    expect(sub.checked).toBeLessThanOrEqual(10_000);
  });
});

describe('the stream', () => {
  test('gives every change once, ends when disposed, and a second stream is its own', async () => {
    const { world, tier, sub } = await following({}, 'log');
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const change of sub) seen.push(...change.entries.map((entry) => entry.n));
      return 'ended';
    })();
    for (let n = 2; n <= 5; n++) world.publish(tier.commit({ n }));
    await world.clock.advance(0);
    world.viewer.dispose();
    expect(await reading).toBe('ended');
    expect(seen).toEqual([2, 3, 4, 5]);
  });

  test('a slow reader of a log is told what it did not read; of a document it gets the newest', async () => {
    for (const kind of ['log', 'state'] as const) {
      const { world, tier, sub } = await following({}, kind);
      const stream = sub[Symbol.asyncIterator]();
      for (let n = 2; n <= 1_501; n++) world.publish(tier.commit({ n }));
      const first = (await stream.next()).value;
      expect(first.position.offset).toBe(502);
      expect(first.missing).toEqual(kind === 'log' ? { from: 2, to: 501, reason: 'slow reader', epoch: 'e1' } : undefined);
      await stream.return();
      world.publish(tier.commit({ n: 9_999 }));
      expect((await stream.next()).done).toBe(true);
    }
  });

  test('a listener that throws keeps neither the others nor the tier from going on', async () => {
    const { world, tier, sub } = await following();
    const thrown = new Promise((resolve) => process.once('uncaughtException', resolve));
    const heard: number[] = [];
    const off = sub.on('change', () => {
      throw new Error('in a listener');
    });
    sub.on('change', (change) => heard.push(change.position.offset));
    world.publish(tier.commit({ n: 2 }));
    expect(String(await thrown)).toContain('in a listener');
    off();
    world.publish(tier.commit({ n: 3 }));
    expect(heard).toEqual([2, 3]);
  });
});

describe('dispose', () => {
  test('10,000 reconnects leave no socket, timer or listener more than one, and dispose leaves none', async () => {
    const { world, tier, sub } = await following();
    let listeners = 0;
    world.wake.addEventListener = () => void listeners++;
    const timers: number[] = [];
    for (let i = 0; i < 10_000; i++) {
      only(world).cut();
      await world.clock.advance(11_000);
      if (i % 1_000 === 0) timers.push(world.clock.timers);
    }
    expect(world.connections).toBe(10_001);
    expect(world.sockets.size).toBe(1);
    expect(Math.max(...timers)).toBeLessThanOrEqual(timers[0]!);
    expect(listeners).toBe(0);
    world.publish(tier.commit({ n: 2 }));
    expect(sub.state).toEqual({ n: 2 });
    world.viewer.dispose();
    world.stop();
    await world.clock.advance(0);
    expect([world.sockets.size, world.clock.timers]).toEqual([0, 0]);
  }, 120_000);

  test('at any moment of connecting, catching up and renewing it leaves nothing behind', async () => {
    for (let moment = 0; moment < 400; moment += 7) {
      const world = new World({ seed: moment });
      world.life = 15_000;
      world.serve(score).commit({ n: 1 });
      const slow = <T>(value: T) => new Promise<T>((resolve) => world.clock.after(30, () => resolve(value)));
      world.opening = () => slow(undefined);
      world.intercept = (url, tag) => (url.includes('/tiers/') ? slow(world.tiers.get(score)!.catchUp(tag)) : undefined);
      const added: string[] = [];
      const watched = world.wake as EventTarget & { removeEventListener: unknown };
      const remove = watched.removeEventListener.bind(watched);
      watched.removeEventListener = (type: string, ...rest: unknown[]) => {
        added.push(type);
        (remove as (...all: unknown[]) => void)(type, ...rest);
      };
      const sub = world.viewer.subscribe(score);
      await world.clock.advance(moment < 200 ? moment : 10_000 + moment * 20);
      world.viewer.dispose();
      sub.dispose();
      await world.clock.advance(40); // the world's own slowness
      world.stop();
      expect([moment, world.sockets.size, world.clock.timers, added]).toEqual([moment, 0, 0, ['online']]);
      expect(() => world.viewer.subscribe(score)).toThrow('disposed');
    }
  });

  test('disposing the last reader of a tier leaves its group, of the last tier closes the connection', async () => {
    const world = new World();
    const [a, b] = [world.serve(score), world.serve(events, 'log')];
    const first = world.viewer.subscribe(a.name);
    const second = world.viewer.subscribe(b.name);
    await world.clock.advance(100);
    first.dispose();
    expect([...only(world).groups]).toEqual([events]);
    second.dispose();
    expect(world.sockets.size).toBe(0);
    world.stop();
    await world.clock.advance(2_000);
    expect(world.clock.timers).toBe(0);
  });
});
