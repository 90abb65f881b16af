import { describe, expect, test } from 'vitest';
import { World } from '../world.js';
import { events, following, only, score } from './following.js';

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

  test('the last reader who goes while it connects leaves nothing behind, and the next one is served', async () => {
    for (let moment = 0; moment < 100; moment += 5) {
      const world = new World({ seed: moment });
      world.serve(score).commit({ n: 1 });
      const slow = <T>(value: T) => new Promise<T>((resolve) => world.clock.after(30, () => resolve(value)));
      world.opening = () => slow(undefined);
      world.granting = () => slow(undefined);
      const gone = world.viewer.subscribe(score);
      await world.clock.advance(moment);
      gone.dispose();
      await world.clock.advance(200);
      expect([moment, world.sockets.size]).toEqual([moment, 0]);
      const next = world.viewer.subscribe(score);
      await world.clock.advance(500);
      expect([moment, world.sockets.size, next.state]).toEqual([moment, 1, { n: 1 }]);
      world.viewer.dispose();
      world.stop();
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
