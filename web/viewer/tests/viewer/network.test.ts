import { describe, expect, test } from 'vitest';
import { World } from '../world.js';
import { events, following, numbers, only, score } from './following.js';

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
