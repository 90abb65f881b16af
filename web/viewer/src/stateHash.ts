import { canonical } from './canonical.js';
import { sha256 } from './sha256.js';

const utf8 = new TextEncoder();

/** The hash of a log that has no entry yet. */
export const origin = '0000000000000000';

/** The hash of a document: the first 16 hex digits of SHA-256 of its canonical text. */
export function stateHash(document: unknown): string {
  return short(canonical(document));
}

/** The hash of a log after more entries: each one hashed together with the text of the hash before it. */
export function chainHash(previous: string, entries: readonly unknown[]): string {
  return entries.reduce<string>((hash, entry) => short(hash + canonical(entry)), previous);
}

function short(text: string): string {
  const digest = sha256(utf8.encode(text));
  return hex(digest[0]!) + hex(digest[1]!);
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
