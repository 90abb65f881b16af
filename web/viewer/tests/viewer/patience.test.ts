import { describe, expect, test } from 'vitest';
import { problem, Watch, World } from '../world.js';
import { events, following, numbers, only, score } from './following.js';

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
