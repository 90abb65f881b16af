import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { canonical } from '../src/canonical.js';
import { applyPatch } from '../src/mergePatch.js';
import { sha256 } from '../src/sha256.js';
import { chainHash, origin, stateHash } from '../src/stateHash.js';
import { ManualClock } from './manualClock.js';

const native = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 16);

describe('canonical form', () => {
  test('members are sorted by UTF-16 units, at every depth, without spaces', () => {
    const document = JSON.parse('{"b":{"z":1,"a":true},"\\ufb33":"1","\\ud83d\\ude00":"2","a":"x","B":-7}');
    expect(canonical(document)).toBe('{"B":-7,"a":"x","b":{"a":true,"z":1},"\u{1f600}":"2","\ufb33":"1"}');
  });

  test('strings escape the quote, the backslash and control characters, and nothing else', () => {
    expect(canonical({ s: '"\\/\b\f\n\r\t\u0001\u007fé\u2028' })).toBe('{"s":"\\"\\\\/\\b\\f\\n\\r\\t\\u0001\u007fé\u2028"}');
  });

  test('a lone surrogate becomes U+FFFD as on the server, a pair stays', () => {
    expect(canonical({ s: 'a\ud800b\u{1f600}' })).toBe('{"s":"a\ufffdb\u{1f600}"}');
    expect(canonical({ s: '\\ud800 as text' })).toBe('{"s":"\\\\ud800 as text"}');
  });

  test('minus zero is zero', () => expect(canonical(JSON.parse('{"n":-0}'))).toBe('{"n":0}'));

  test.each([
    ['null', null],
    ['an array', [1]],
    ['a fraction', 1.5],
    ['more than 53 bits', 2 ** 53],
    ['undefined', undefined],
  ])('a document holds no %s', (_, value) => expect(() => canonical({ value })).toThrow(TypeError));
});

describe('hash', () => {
  test('is the first 16 hex digits of SHA-256 of the canonical text', () => {
    expect(stateHash({})).toBe('44136fa355b3678a');
    expect(stateHash({ b: 'é', a: 1 })).toBe(native('{"a":1,"b":"é"}'));
  });

  test('SHA-256 agrees with the native one on every length up to four blocks and on random bytes', () => {
    const clock = new ManualClock(7);
    for (let length = 0; length < 260; length++) {
      const bytes = Uint8Array.from({ length }, () => clock.random() * 256);
      const own = Buffer.alloc(32);
      sha256(bytes).forEach((word, i) => own.writeInt32BE(word, 4 * i));
      expect(own.toString('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
    }
  });

  test('a log is hashed entry by entry onto the hash before', () => {
    const first = native(`${origin}{"goal":1}`);
    expect(chainHash(origin, [{ goal: 1 }])).toBe(first);
    expect(chainHash(origin, [{ goal: 1 }, { goal: 2 }])).toBe(native(`${first}{"goal":2}`));
  });
});

describe('merge patch', () => {
  // The cases of RFC 7396, appendix A, that canonical documents can have.
  test.each([
    ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
    ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
    ['{"a":"b"}', '{"a":null}', '{}'],
    ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
    ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
    ['{"a":"c"}', '{"a":{"b":"x"}}', '{"a":{"b":"x"}}'],
    ['{}', '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
    ['{"a":{"b":"c"}}', '{"a":"x"}', '{"a":"x"}'],
  ])('%s with %s becomes %s', (document, patch, result) => {
    expect(canonical(applyPatch(JSON.parse(document), JSON.parse(patch)))).toBe(result);
  });

  test('changes neither the document nor the patch, and shares what it does not name', () => {
    const document = Object.freeze({ home: Object.freeze({ score: 1 }), away: Object.freeze({ score: 0 }) });
    const after = applyPatch(document, Object.freeze({ home: Object.freeze({ score: 2 }) }));
    expect(after).toEqual({ home: { score: 2 }, away: { score: 0 } });
    expect(after.away).toBe(document.away);
    expect(document.home.score).toBe(1);
  });

  test('a member called __proto__ is a member', () => {
    const after = applyPatch({}, JSON.parse('{"__proto__":{"x":1}}'));
    expect(Object.getPrototypeOf(after)).toBe(Object.prototype);
    expect(canonical(after)).toBe('{"__proto__":{"x":1}}');
  });
});
