import { describe, expect, test } from 'vitest';
import { problem, Watch, World } from '../world.js';
import { events, following, numbers, only, score } from './following.js';

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
