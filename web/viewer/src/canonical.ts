import { isObject } from './json.js';

/**
 * The canonical text of a document: RFC 8785 over objects, strings, booleans and 53-bit integers. Equal documents are equal texts,
 * so its hash proves what is shown.
 *
 * @throws TypeError when the value holds what no document may hold.
 */
export function canonical(value: unknown): string {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'boolean') return String(value);
  if (Number.isSafeInteger(value)) return String((value as number) + 0); // + 0 makes −0 a plain 0
  if (!isObject(value)) throw new TypeError(`A canonical document holds no ${describe(value)}.`);
  // The default sort compares UTF-16 units, which is what RFC 8785 asks for.
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${text(name)}:${canonical(value[name])}`).join(',')}}`;
}

// JSON.stringify writes strings as RFC 8785 wants them, but for a lone surrogate, which becomes U+FFFD as on the server.
function text(value: string): string {
  const written = JSON.stringify(value);
  return written.includes('\\ud') ? JSON.stringify(value.replace(/\p{Surrogate}/gu, '\ufffd')) : written;
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value === 'number' ? `number like ${value}` : typeof value;
}
