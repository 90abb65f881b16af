/** Tolerant reading of documents: what is not there, or is something else, is absent. */

export type Json = Readonly<Record<string, unknown>>;

export function child(json: unknown, name: string): Json {
  const value = (json as Json | undefined)?.[name];
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

export function text(json: unknown, name: string): string | undefined {
  const value = (json as Json | undefined)?.[name];
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;
}

export function whole(json: unknown, name: string): number | undefined {
  const value = (json as Json | undefined)?.[name];
  return typeof value === 'number' ? value : undefined;
}

/** `fieldGoalPct`, `half-time`, `final_pen` as people write it. */
export function words(name: string): string {
  const spaced = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[-_.]+/g, ' ')
    .toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
