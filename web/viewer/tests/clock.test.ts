import { describe, expect, test } from 'vitest';
import { Alarm } from '../src/clock.js';
import { ManualClock } from './manualClock.js';

function alarm() {
  const clock = new ManualClock();
  const rung: number[] = [];
  const begun = clock.now();
  return { clock, rung, alarm: new Alarm(clock, () => rung.push(clock.now() - begun)) };
}

describe('the alarm', () => {
  test('rings once, for the earliest wish', async () => {
    const { clock, rung, alarm: it } = alarm();
    it.within(500);
    it.within(200);
    it.within(300);
    await clock.advance(1_000);
    expect([rung, clock.timers]).toEqual([[200], 0]);
  });

  test('what was due while the machine slept rings at the next wish, though its timer stood still', async () => {
    const { clock, rung, alarm: it } = alarm();
    it.within(60_000);
    clock.sleep(3_600_000);
    it.within(100);
    it.within(700);
    await clock.advance(1_000);
    expect([rung, clock.timers]).toEqual([[3_600_000], 0]);
  });

  test('a timer that is only a little late is left to ring: wishes do not put it off', async () => {
    const { clock, rung, alarm: it } = alarm();
    it.within(100);
    const busy = clock.now() + 300;
    for (let i = 0; i < 3; i++) {
      clock.pass(100);
      it.within(50);
    }
    expect(clock.now()).toBe(busy);
    await clock.advance(0);
    expect([rung, clock.timers]).toEqual([[300], 0]);
  });
});
