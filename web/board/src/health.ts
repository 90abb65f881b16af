import type { Health, Subscription } from '@live-view/viewer';

const gravity: readonly Health[] = ['fresh', 'gap', 'recovering', 'stale'];
const says: Record<Health, readonly [string, string]> = {
  fresh: ['Fresh', 'Everything shown is what the server committed.'],
  gap: ['Gap', 'Current, but some history is no longer kept.'],
  recovering: ['Recovering', 'Something may have been missed and is being asked for.'],
  stale: ['Stale', 'It is not known whether what is shown is still current.'],
};

/** How things are with everything shown: as with the worst of it. */
export function worst(subscriptions: Iterable<Subscription>): Health {
  let found: Health = 'fresh';
  for (const { health } of subscriptions) if (gravity.indexOf(health) > gravity.indexOf(found)) found = health;
  return found;
}

/** The word for a health, and its meaning. */
export function describe(health: Health): readonly [string, string] {
  return says[health];
}

/** The age of the newest thing shown, in milliseconds. */
export function newest(subscriptions: Iterable<Subscription>): number | undefined {
  const ages = [...subscriptions].flatMap(({ age }) => age ?? []);
  return ages.length > 0 ? Math.min(...ages) : undefined;
}
