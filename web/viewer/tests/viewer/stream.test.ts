import { describe, expect, test } from 'vitest';
import { following } from './following.js';

describe('the stream', () => {
  test('gives every change once, ends when disposed, and a second stream is its own', async () => {
    const { world, tier, sub } = await following({}, 'log');
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const change of sub) seen.push(...change.entries.map((entry) => entry.n));
      return 'ended';
    })();
    for (let n = 2; n <= 5; n++) world.publish(tier.commit({ n }));
    await world.clock.advance(0);
    world.viewer.dispose();
    expect(await reading).toBe('ended');
    expect(seen).toEqual([2, 3, 4, 5]);
  });

  test('a slow reader of a log is told what it did not read; of a document it gets the newest', async () => {
    for (const kind of ['log', 'state'] as const) {
      const { world, tier, sub } = await following({}, kind);
      const stream = sub[Symbol.asyncIterator]();
      for (let n = 2; n <= 1_501; n++) world.publish(tier.commit({ n }));
      const first = (await stream.next()).value;
      expect(first.position.offset).toBe(502);
      expect(first.missing).toEqual(kind === 'log' ? { from: 2, to: 501, reason: 'slow reader', epoch: 'e1' } : undefined);
      await stream.return();
      world.publish(tier.commit({ n: 9_999 }));
      expect((await stream.next()).done).toBe(true);
    }
  });

  test('a listener that throws keeps neither the others nor the tier from going on', async () => {
    const { world, tier, sub } = await following();
    const thrown = new Promise((resolve) => process.once('uncaughtException', resolve));
    const heard: number[] = [];
    const off = sub.on('change', () => {
      throw new Error('in a listener');
    });
    sub.on('change', (change) => heard.push(change.position.offset));
    world.publish(tier.commit({ n: 2 }));
    expect(String(await thrown)).toContain('in a listener');
    off();
    world.publish(tier.commit({ n: 3 }));
    expect(heard).toEqual([2, 3]);
  });
});
