import type { Health, Subscription } from '@live-view/viewer';

const gravity: readonly Health[] = ['fresh', 'gap', 'recovering', 'stale'];
const says: Record<Health, readonly [string, string]> = {
  fresh: ['Fresh', 'Everything shown is what the server committed.'],
  gap: ['Gap', 'Current, but some history is no longer kept.'],
  recovering: ['Recovering', 'Something may have been missed and is being asked for.'],
  stale: ['Stale', 'It is not known whether what is shown is still current.'],
};

/**
 * How things are with everything shown: as with the worst of it. What is being opened shows nothing that could be wrong and does not
 * count; undefined while there is nothing else.
 */
export function worst(subscriptions: Iterable<Pick<Subscription, 'health' | 'known'>>): Health | undefined {
  let found: Health | undefined;
  for (const { health, known } of subscriptions) {
    if (!known && health === 'recovering') continue;
    if (!found || gravity.indexOf(health) > gravity.indexOf(found)) found = health;
  }
  return found;
}

/** The word for a health, and its meaning. */
export function describe(health: Health | undefined): readonly [string, string] {
  return health ? says[health] : ['Connecting', 'Asking what there is.'];
}

/** The age of the newest thing shown, in milliseconds. */
export function newest(subscriptions: Iterable<Subscription>): number | undefined {
  const ages = [...subscriptions].flatMap(({ age }) => age ?? []);
  return ages.length > 0 ? Math.min(...ages) : undefined;
}
