import { Watch, World, type FakeSocket } from '../world.js';

export const score = 'sports:nba.20261120.bos.lal/score';
export const events = 'sports:nba.20261120.bos.lal/events';

/** A viewer that follows a tier in which one thing was committed. */
export async function following(options: ConstructorParameters<typeof World>[0] = {}, kind: 'state' | 'log' = 'state') {
  const world = new World(options);
  const tier = world.serve(kind === 'state' ? score : events, kind);
  tier.commit({ n: 1 });
  const watch = new Watch(world.viewer.subscribe(tier.name));
  await world.clock.advance(100);
  return { world, tier, watch, sub: watch.subscription };
}

export const only = (world: World): FakeSocket => [...world.sockets][0]!;
export const numbers = (count: number, from = 1) => Array.from({ length: count }, (_, i) => from + i);
