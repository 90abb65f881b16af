import { describe, expect, test } from 'vitest';
import type { Document } from '../src/json.js';
import { Player, type Change } from '../src/index.js';
import type { Update } from '../src/update.js';
import { ManualClock } from './manualClock.js';
import { Recorded, topic } from './recorded.js';

async function opened(count: number) {
  const recorded = await new Recorded().play(count);
  const player = new Player(topic, recorded.options);
  const changes: (Change & { time: number })[] = [];
  const errors: unknown[] = [];
  player.on('change', (change) => changes.push({ ...change, time: recorded.clock.now() }));
  player.on('error', (error) => errors.push(error));
  await player.open();
  return {
    recorded,
    player,
    changes,
    errors,
    shown: () => player.tiers.get(`${topic}/tick`)?.document,
    log: () => player.tiers.get(`${topic}/ticks`)?.entries ?? [],
  };
}

async function during(recorded: Recorded, act: Promise<void>): Promise<void> {
  await recorded.clock.advance(10);
  await act;
}

async function say(recorded: Recorded, from: number, to: number): Promise<void> {
  for (let tick = from; tick <= to; tick++) {
    await recorded.clock.advance(250);
    recorded.publish(recorded.say(tick));
  }
}

const ticks = (entries: readonly Document[]) => entries.map((entry) => entry.tick);
const numbers = (count: number, from = 1) => Array.from({ length: count }, (_, i) => from + i);

describe('a player', () => {
  test.each([1, 4, 100, 0.1])('at speed %d shows every commit at its time, in order, with its positions', async (speed) => {
    const { recorded, player, changes, errors, log } = await opened(24);
    player.speed = speed;
    const started = recorded.clock.now();
    player.play();
    await recorded.clock.advance((24 * 250) / speed + 100);
    expect(errors).toEqual([]);
    expect(player.state).toBe('ended');
    expect(ticks(log())).toEqual(numbers(24));
    const played = changes.filter(({ tier }) => tier.endsWith('/tick'));
    expect(played.map(({ position }) => position)).toEqual(numbers(23, 2).map((offset) => ({ epoch: 'e1', offset })));
    for (const { position, time } of played)
      expect(Math.abs(time - started - ((position.offset - 1) * 250) / speed)).toBeLessThanOrEqual(2);
    player.dispose();
  });

  test('is at any record what it was, however it was gone to', async () => {
    const { recorded, player, errors, shown, log } = await opened(1_300); // three pages
    const chance = new ManualClock(7);
    for (let i = 0; i < 60; i++) {
      const moment = recorded.moments[Math.floor(chance.random() * recorded.moments.length)]!;
      const how = Math.floor(chance.random() * 4);
      if (how === 0) await player.seek(moment.at - Math.floor(chance.random() * 2));
      else if (how === 1) await player.seekTime(moment.time + chance.random() * 200);
      else if (how === 2)
        expect(await player.find(({ data }) => Array.isArray(data) && data.some((entry) => entry.tick === moment.entries))).toBe(true);
      else {
        await player.seek(recorded.moments[Math.max(0, moment.entries - 4)]!.at);
        await player.step(moment.entries - 1 - Math.max(0, moment.entries - 4));
      }
      expect([i, how, player.at]).toEqual([i, how, moment.at]);
      expect(shown()).toEqual(moment.document);
      expect(ticks(log())).toEqual(numbers(moment.entries));
    }
    expect(errors).toEqual([]);
  });

  test('steps one commit on and one back, over the edge of a page, and not beyond the ends', async () => {
    const { player, log } = await opened(600);
    await player.seek(999);
    await player.step(1);
    expect([player.at, log().length]).toEqual([1_002, 501]);
    await player.step(-1);
    expect([player.at, log().length]).toEqual([1_000, 500]);
    await player.step(-5_000);
    expect(ticks(log())).toEqual([1]);
    await player.step(5_000);
    expect([player.at, log().length]).toEqual([1_200, 600]);
  });

  test('what was read at one record stays as it was while the player goes on', async () => {
    const { player } = await opened(50);
    const held = player.tiers;
    const text = JSON.stringify([...held]);
    await player.step(30);
    expect(JSON.stringify([...held])).toBe(text);
    expect(player.tiers).not.toBe(held);
  });

  test('asks for a page once, however often it is played', async () => {
    const { recorded, player } = await opened(900);
    for (let i = 0; i < 3; i++) {
      await player.seek(1);
      await player.seek(1_800);
    }
    expect(recorded.asked.filter((asked) => asked.includes('?'))).toEqual([
      `/api/recordings/${topic}?from=1&to=1000`,
      `/api/recordings/${topic}?from=1001&to=1800`,
    ]);
  });

  test('does not show what is not proven, and says so', async () => {
    const recorded = await new Recorded().play(10);
    const record = recorded.records[7] as { update: Update };
    record.update = { ...record.update, data: [{ tick: 4, price: '999' }] } as Update;
    const player = new Player(topic, recorded.options);
    const errors: unknown[] = [];
    player.on('error', (error) => errors.push(error));
    await player.open();
    await player.seek(8);
    expect(ticks(player.tiers.get(`${topic}/ticks`)!.entries)).toEqual([1, 2, 3]);
    expect(String(errors[0])).toContain('Record 8 is not proven');
  });

  test('tells what a recording does not have, and goes on behind it', async () => {
    const recorded = await new Recorded().play(10);
    const lost = recorded.records.splice(8, 4).filter((record) => 'update' in record && record.update.tier.endsWith('ticks'));
    recorded.records.splice(8, 0, { n: 0, gap: { tier: `${topic}/ticks`, epoch: 'e1', from: 5, to: 6, reason: 'retention' } });
    const rest = recorded.records.filter(
      (record) => !('update' in record) || record.update.tier.endsWith('ticks') || record.update.offset < 5,
    );
    recorded.records.splice(0, recorded.records.length, ...rest.map((record, i) => ({ ...record, n: i + 1 })));
    expect(lost).toHaveLength(2);
    const player = new Player(topic, recorded.options);
    const missing: unknown[] = [];
    player.on('change', (change) => change.missing && missing.push(change.missing));
    await player.open();
    await player.step(100);
    expect(missing).toMatchObject([{ from: 5, to: 6, reason: 'retention' }]);
    expect(ticks(player.tiers.get(`${topic}/ticks`)!.entries)).toEqual([1, 2, 3, 4, 7, 8, 9, 10]);
  });

  test('goes live where the recording ends, and shows every entry once and in order', async () => {
    const { recorded, player, changes, errors, log } = await opened(40);
    recorded.recorded = 60; // the recorder is ten ticks behind
    await player.open();
    await player.seek(30);
    const going = player.goLive();
    await recorded.clock.advance(10);
    await going;
    expect(player.state).toBe('live');
    for (let tick = 41; tick <= 60; tick++) {
      await recorded.clock.advance(250);
      const updates = recorded.say(tick);
      if (tick % 5) recorded.publish(tick % 2 ? updates : [...updates].reverse()); // some are lost on the way
    }
    expect(errors).toEqual([]);
    await recorded.clock.advance(120_000); // a lost last update is found by the audit
    expect(ticks(log())).toEqual(numbers(60));
    const live = changes.filter(({ tier, missing, reset }) => tier.endsWith('/ticks') && !missing && !reset);
    expect(live.map(({ position }) => position.offset)).toEqual(numbers(30, 31));
    player.dispose();
    await recorded.clock.advance(10);
    expect([recorded.clock.timers, recorded.sockets.size]).toEqual([0, 0]);
  });

  test.each(['pause and play', 'goLive'] as const)(
    'after live, %s goes on from the recording: nothing twice, none backwards',
    async (how) => {
      const { recorded, player, changes, errors, log, shown } = await opened(40);
      recorded.recorded = 60;
      await player.seek(60);
      await during(recorded, player.goLive());
      await say(recorded, 41, 45);
      expect(ticks(log())).toEqual(numbers(45));
      const jumps: number[] = [];
      player.on('jump', (at) => (jumps.push(at), (changes.length = 0)));
      if (how === 'goLive') await during(recorded, player.goLive());
      else {
        player.pause();
        await recorded.clock.advance(10);
        expect([player.at, shown(), ticks(log())]).toEqual([60, recorded.moments[29]!.document, numbers(30)]);
        recorded.recorded = Infinity;
        player.play();
      }
      await recorded.clock.advance(30_000);
      expect(jumps).toEqual([60]);
      expect(errors).toEqual([]);
      expect([shown(), ticks(log())]).toEqual([recorded.tick.document, numbers(45)]);
      const entries = changes.filter(({ tier }) => tier.endsWith('/ticks')).flatMap((change) => ticks(change.entries));
      expect(entries).toEqual(numbers(15, 31));
      player.dispose();
    },
  );

  test('what could not be begun anew after live is begun anew before anything else is done', async () => {
    const { recorded, player, errors, log } = await opened(40);
    await player.seek(60);
    await during(recorded, player.goLive());
    await say(recorded, 41, 45);
    player.pause();
    player.pause(); // puts an end to the first before it has begun
    await player.step(-1);
    expect([player.at, ticks(log()), errors]).toEqual([78, numbers(39), []]);
    await player.step(1);
    expect([player.at, ticks(log()), errors]).toEqual([80, numbers(40), []]);
    player.dispose();
  });

  test('plays what is kept of a log where there is no recording', async () => {
    const recorded = await new Recorded().play(30);
    const kept = recorded.ticks.kept.slice(10);
    const player = new Player(topic, {
      ...recorded.options,
      kept: { tier: 'ticks', epoch: 'e1', from: 11, to: 30 },
      fetch: async () => Response.json({ bases: [], records: kept.map((update) => ({ n: update.offset, update })) }),
    });
    await player.open();
    await player.step(100);
    expect(ticks(player.tiers.get(`${topic}/ticks`)!.entries)).toEqual(numbers(20, 11));
    player.dispose();
  });

  test('paused, it stands; disposed, nothing is left', async () => {
    const { recorded, player } = await opened(40);
    player.play();
    await recorded.clock.advance(1_000);
    player.pause();
    const at = player.at;
    await recorded.clock.advance(5_000);
    expect([player.at, player.state]).toEqual([at, 'paused']);
    player.play();
    player.dispose();
    await recorded.clock.advance(5_000);
    expect([player.at, recorded.clock.timers]).toEqual([at, 0]);
  });
});
