import { isObject, type Document, type Patch, type Value } from './json.js';

/** What a merge patch (RFC 7396) makes of a document. Neither is changed; what the patch does not name is shared. */
export function applyPatch(document: Document | undefined, patch: Patch): Document {
  // A map, then fromEntries: assigning to a member called __proto__ would change the object's nature instead.
  const members = new Map<string, Value>(Object.entries(document ?? {}));
  for (const [name, change] of Object.entries(patch)) {
    if (change === null) members.delete(name);
    else if (isObject(change)) members.set(name, applyPatch(inner(members.get(name)), change));
    else members.set(name, change);
  }
  return Object.fromEntries(members);
}

function inner(value: Value | undefined): Document | undefined {
  return isObject(value) ? (value as Document) : undefined;
}
