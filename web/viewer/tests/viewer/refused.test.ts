import { describe, expect, test } from 'vitest';
import { World } from '../world.js';
import { events, following, score } from './following.js';

describe('what is refused', () => {
  const only = (...names: string[]) => JSON.stringify({ tiers: names });
  const isNonsense = (status: number) => (tier: string) => (tier.includes('nonsense') ? status : undefined);

  test('tiers that the server refuses do not keep the others from being followed', async () => {
    const world = new World();
    const tier = world.serve(score);
    tier.commit({ n: 1 });
    world.refuse = isNonsense(404);
    const bad = world.viewer.subscribe('sports:a/nonsense');
    const good = world.viewer.subscribe(score);
    world.viewer.subscribe('sports:b/nonsense');
    await world.clock.advance(2_000);
    expect([good.state, good.health, bad.state]).toEqual([{ n: 1 }, 'fresh', undefined]);
    expect([...[...world.sockets][0]!.groups]).toEqual([score]);
    expect(world.bodies).toEqual([only('sports:a/nonsense', score, 'sports:b/nonsense'), only(score)]);
    expect(world.errors.map(String).join()).toContain('404');
  });

  test('a tier that is followed already stays live while another is refused', async () => {
    const { world, sub } = await following();
    world.refuse = isNonsense(422);
    world.viewer.subscribe('sports:a/nonsense');
    await world.clock.advance(60_000);
    expect(sub.health).toBe('fresh');
    expect(world.bodies).toEqual([only(score), only(score, 'sports:a/nonsense'), only(score)]);
    expect(world.sockets.size).toBe(1);
  });

  test('what is refused once is asked for again with the next leave', async () => {
    const { world, tier } = await following();
    world.life = 60_000;
    world.refuse = isNonsense(403);
    const late = world.viewer.subscribe('sports:a/nonsense');
    await world.clock.advance(2_000);
    world.serve('sports:a/nonsense').commit({ n: 7 });
    world.refuse = () => undefined;
    await world.clock.advance(60_000);
    expect([late.health, late.state]).toEqual(['fresh', { n: 7 }]);
    expect(tier.offset).toBe(1);
  });

  test('who may not at all waits longer from try to try, and asks for nothing else', async () => {
    const world = new World({ pollAfter: 1e9 });
    world.closed = 401;
    world.viewer.subscribe(score);
    world.viewer.subscribe(events);
    await world.clock.advance(120_000);
    expect(world.negotiations).toBeLessThan(25);
    expect(new Set(world.bodies).size).toBe(1);
  });
});
