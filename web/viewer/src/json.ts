/** A value of a canonical document: no null, no array, no fraction. Decimals travel as text. */
export type Value = string | boolean | number | Document;

/** A canonical document. */
export interface Document {
  readonly [name: string]: Value;
}

/** A JSON merge patch (RFC 7396) on a canonical document: null removes. */
export interface Patch {
  readonly [name: string]: string | boolean | number | null | Patch;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
