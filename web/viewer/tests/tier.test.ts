import { describe, expect, test } from 'vitest';
import { Tier, type Change } from '../src/tier.js';
import { chainHash } from '../src/stateHash.js';
import type { Update } from '../src/update.js';
import { ManualClock } from './manualClock.js';
import { ServedTier } from './world.js';

function shown(name = 'sports:a/score', keep?: number) {
  const changes: Change[] = [];
  return { changes, tier: new Tier(name, (change) => changes.push(change), keep) };
}

const served = (kind: 'state' | 'log' = 'state') => new ServedTier('sports:a/score', kind, new ManualClock());
const offsets = (changes: Change[]) => changes.map((change) => change.position.offset);

describe('the applier', () => {
  test('any order of any number of copies, with catch ups between, ends in the committed state and never goes back', () => {
    for (let seed = 0; seed < 300; seed++) {
      const chance = new ManualClock(seed);
      const server = served(seed % 2 ? 'log' : 'state');
      const { tier, changes } = shown();
      const air: Update[] = [];
      for (let i = 1; i <= 40; i++) {
        const update = server.commit({ n: i, [`k${i % 5}`]: i });
        for (let copies = Math.floor(chance.random() * 4); copies > 0; copies--) air.push(update);
        while (air.length > 0 && chance.random() < 0.6) tier.take(air.splice(Math.floor(chance.random() * air.length), 1)[0]!);
        if (chance.random() < 0.1) answer(tier, server);
      }
      answer(tier, server);
      for (const update of air) tier.take(update);
      expect(tier.position).toEqual({ epoch: 'e1', offset: 40 });
      expect(offsets(changes)).toEqual([...new Set(offsets(changes))].sort((a, b) => a - b));
      if (server.kind === 'state') expect(tier.document).toEqual(server.document);
      else expect(tier.entries.map((entry) => entry.n)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    }
  });

  test('a log shows every entry once, in order, whichever came first: the update or the catch up', () => {
    const server = served('log');
    const { tier, changes } = shown();
    const [a, b, c] = [server.commit({ n: 1 }), server.commit({ n: 2 }, { n: 3 }), server.commit({ n: 4 })];
    expect(tier.take(c)).toBe('ahead');
    expect(tier.take(a)).toBe('applied');
    expect(tier.take(a)).toBe('known');
    expect(tier.take(b)).toBe('applied');
    expect(changes.flatMap((change) => change.entries.map((entry) => entry.n))).toEqual([1, 2, 3, 4]);
  });

  test('an update whose hash is not that of its result is not shown', () => {
    const server = served();
    const { tier, changes } = shown();
    tier.take(server.commit({ home: 1 }));
    expect(tier.take({ ...server.commit({ home: 2 }), hash: 'feedfeedfeedfeed' })).toBe('wrong');
    expect(tier.take({ ...server.kept[1]!, kind: 'patch', data: { home: 2.5 } })).toBe('wrong');
    expect(changes).toHaveLength(1);
    expect(tier.document).toEqual({ home: 1 });
    expect(tier.take(server.kept[1]!)).toBe('applied');
  });

  test('entries that do not continue the chain of a log are not shown', () => {
    const server = served('log');
    const { tier } = shown();
    tier.take(server.commit({ n: 1 }));
    const next = server.commit({ n: 2 });
    expect(tier.take({ ...next, kind: 'events', data: [{ n: 3 }] })).toBe('wrong');
    expect(tier.entries).toEqual([{ n: 1 }]);
    expect(tier.take(next)).toBe('applied');
  });

  test('a held update that turns out wrong when its turn comes is told', () => {
    const server = served();
    const { tier } = shown();
    const [a, b, c] = [server.commit({ n: 1 }), server.commit({ n: 2 }), server.commit({ n: 3 })];
    tier.take(a);
    tier.take({ ...c, hash: 'feedfeedfeedfeed' });
    expect(tier.take(b)).toBe('wrong');
    expect(tier.position?.offset).toBe(2);
    expect(tier.waiting).toBe(false);
  });

  test('a whole document may skip what is before it, an older one is refused', () => {
    const server = served();
    const { tier } = shown();
    tier.take(server.commit({ n: 1 }));
    server.commit({ n: 2 });
    const old = server.whole();
    server.commit({ n: 3 });
    expect(tier.take(server.whole())).toBe('applied');
    expect(tier.take(old)).toBe('known');
    expect(tier.answer({ answer: 'state', state: old })).toBe('known');
    expect(tier.document).toEqual({ n: 3 });
  });

  test('after a change of epoch, stragglers of the old one are known and change nothing', () => {
    const server = served();
    const { tier } = shown();
    tier.take(server.commit({ n: 1 }));
    const straggler = server.commit({ n: 2 });
    server.restart('e2');
    const fresh = server.commit({ m: 1 });
    expect(tier.take(fresh)).toBe('other');
    answer(tier, server);
    expect(tier.position).toEqual({ epoch: 'e2', offset: 1 });
    expect(tier.take(straggler)).toBe('known');
    expect(tier.document).toEqual({ m: 1 });
  });

  test('a gap in a log keeps what was shown and names the range; another epoch replaces it', () => {
    const server = served('log');
    server.window = 2;
    const { tier, changes } = shown();
    tier.take(server.commit({ n: 1 }));
    for (let n = 2; n <= 6; n++) server.commit({ n });
    answer(tier, server);
    expect(changes.at(-1)).toMatchObject({ missing: { from: 2, to: 4, reason: 'retention' }, reset: false });
    expect(tier.entries).toEqual([{ n: 1 }, { n: 5 }, { n: 6 }]);
    server.restart('e2');
    server.commit({ m: 1 });
    answer(tier, server);
    expect(changes.at(-1)).toMatchObject({ missing: { reason: 'epoch', epoch: 'e2' }, reset: true });
    expect(tier.entries).toEqual([{ m: 1 }]);
  });

  test.each(['state', 'log'] as const)(
    'of a %s, who is ahead of the server begins anew where it stands, and goes on from there',
    (kind) => {
      const server = served(kind);
      const { tier, changes } = shown();
      for (let n = 1; n <= 3; n++) tier.take(server.commit({ n }));
      const copy = { ...server };
      for (let n = 4; n <= 6; n++) tier.take(server.commit({ n }));
      server.commit({ n: 7 });
      tier.take(server.commit({ n: 8 })); // is held, and of what is gone
      server.restore(copy);
      const missing = { from: 4, to: 6, reason: 'ahead' };
      expect(tier.answer({ answer: 'gap', missing, state: server.whole() })).toBe('applied');
      expect(changes.at(-1)).toMatchObject({ position: { offset: 3 }, missing, reset: kind === 'log' });
      expect(tier.waiting).toBe(false);
      expect(tier.take(server.commit({ m: 4 }))).toBe('applied');
      if (kind === 'state') expect(tier.document).toEqual(server.document);
      else expect(tier.entries).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }, { m: 4 }]);
    },
  );

  test('kept entries that come because a row is lost replace what is shown: some of them are shown already', () => {
    const server = served('log');
    const { tier, changes } = shown();
    for (let n = 1; n <= 5; n++) tier.take(server.commit({ n }));
    for (let n = 6; n <= 9; n++) server.commit({ n });
    server.kept.splice(6, 1); // the row of 7 is damaged
    const missing = { from: 7, to: 7, reason: 'lost' };
    expect(tier.answer({ answer: 'gap', missing, state: server.whole() })).toBe('applied');
    expect(changes.at(-1)).toMatchObject({ missing, reset: true });
    expect(tier.entries.map((entry) => entry.n)).toEqual([1, 2, 3, 4, 5, 6, 8, 9]);
  });

  test('another epoch replaces also what was shown before the tier was given to it', () => {
    const server = served('log');
    const { tier, changes } = shown();
    server.commit({ n: 1 });
    tier.answer({ answer: 'state', state: { ...server.kept[0]!, kind: 'events', data: [] } });
    expect(changes.at(-1)).toMatchObject({ reset: false });
    server.restart('e2');
    server.commit({ m: 1 });
    answer(tier, server);
    expect(changes.at(-1)).toMatchObject({ missing: { reason: 'epoch' }, reset: true });
  });

  test('updates that do not lead on from what is known ask for the whole state', () => {
    const server = served();
    const { tier } = shown();
    tier.take(server.commit({ n: 1 }));
    const forged = { ...server.commit({ n: 2 }), hash: '0123456789abcdef' };
    expect(tier.answer({ answer: 'updates', updates: [forged] })).toBe('wrong');
    expect(tier.answer({ answer: 'state', state: server.whole() })).toBe('applied');
    expect(tier.document).toEqual({ n: 2 });
  });

  test('what is held is bounded, and a catch up brings what was let go', () => {
    const server = served();
    const { tier } = shown();
    tier.take(server.commit({ n: 1 }));
    server.commit({ n: 2 });
    server.window = 10_000;
    for (let n = 3; n <= 2_600; n++) tier.take(server.commit({ n }));
    tier.take(server.kept[1]!);
    expect([tier.position?.offset, tier.waiting]).toEqual([2, true]); // 3 and what follows was let go
    answer(tier, server);
    expect(tier.waiting).toBe(false);
    expect(tier.document).toEqual({ n: 2_600 });
  });

  test('a log keeps its last entries and its chain goes on', () => {
    const server = served('log');
    const { tier } = shown('sports:a/score', 3);
    let hash = '0000000000000000';
    for (let n = 1; n <= 10; n++) {
      hash = chainHash(hash, [{ n }]);
      expect(tier.take(server.commit({ n }))).toBe('applied');
    }
    expect(server.hash).toBe(hash);
    expect(tier.entries).toEqual([{ n: 8 }, { n: 9 }, { n: 10 }]);
  });
});

function answer(tier: Tier, server: ServedTier): void {
  const { position } = tier;
  const from = position?.epoch === server.epoch ? position.offset + 1 : undefined;
  const first = server.kept[0]!.offset;
  if (!position) tier.answer({ answer: 'state', state: server.whole() });
  else if (from === undefined)
    tier.answer({ answer: 'gap', missing: { from: 1, to: 1, reason: 'epoch', epoch: server.epoch }, state: server.whole() });
  else if (from < first) tier.answer({ answer: 'gap', missing: { from, to: first - 1, reason: 'retention' }, state: server.whole() });
  else tier.answer({ answer: 'updates', updates: server.kept.filter((update) => update.offset >= from) });
}
