import { describe, expect, test } from 'vitest';
import type { Update } from '../../src/update.js';
import { Watch, World } from '../world.js';
import { events, following, numbers, only, score } from './following.js';

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
