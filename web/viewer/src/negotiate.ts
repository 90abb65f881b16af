import { request } from './http.js';
import { isObject } from './json.js';
import type { Settings } from './options.js';

/** Leave to connect. */
export interface Grant {
  readonly url: string;
  /** How long the leave lasts, in milliseconds. */
  readonly life: number;
  /** The group of each tier that was granted. */
  readonly groups: ReadonlyMap<string, string>;
}

/** Asks for leave to follow tiers. */
export async function negotiate(settings: Settings, tiers: readonly string[]): Promise<Grant> {
  const { status, body, skew } = await request(
    settings,
    settings.negotiate,
    {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(await settings.headers()) },
      body: JSON.stringify({ tiers }),
    },
    [200],
  );
  if (!isObject(body) || typeof body.url !== 'string' || !Array.isArray(body.tiers)) {
    throw new Error(`${settings.negotiate}: ${status} without a url and tiers`);
  }
  const groups = new Map<string, string>();
  for (const entry of body.tiers) if (isObject(entry)) groups.set(String(entry.tier), String(entry.group ?? entry.tier));
  // The server's own clock says how long that is, for a viewer's clock may be hours off.
  const expires = Date.parse(String(body.expires)) - settings.clock.now() - (skew ?? 0);
  return { url: body.url, life: Number.isNaN(expires) ? 300_000 : expires, groups };
}
