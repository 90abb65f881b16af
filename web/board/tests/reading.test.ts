import { describe, expect, test } from 'vitest';
import { describe as describeHealth, worst } from '../src/health.js';
import { leagueName } from '../src/leagues.js';
import { leagueOf, readMatch } from '../src/match.js';
import { situation } from '../src/statistics.js';
import { readLine } from '../src/story.js';
import { ago } from '../src/time.js';

const listed = { title: 'Celtics at Lakers', phase: 'Live' };
const nba = 'sports:nba.20261120.bos.lal';
const match = (score?: Record<string, unknown>, list = listed) => readMatch(nba, score, list);
const status = (given: Record<string, unknown>, sport = 'basketball') => match({ sport, status: given }).clock;

describe('a match', () => {
  test('is shown from the list alone until its document is there', () => {
    const seen = match();
    expect([seen.away.name, seen.home.name, seen.stage, seen.league]).toEqual(['Celtics', 'Lakers', 'live', 'nba']);
    expect(seen.order).toEqual(['away', 'home']);
    expect(seen.home.score).toBe('');
  });

  test('of soccer names the home side first', () => {
    const seen = readMatch('sports:eng.1.20261120.ars.che', undefined, { title: 'Arsenal v Chelsea', phase: 'Scheduled' });
    expect([seen.home.name, seen.away.name, seen.order, seen.league]).toEqual(['Arsenal', 'Chelsea', ['home', 'away'], 'eng.1']);
  });

  test('of nothing but nonsense is still a match', () => {
    const seen = match({ home: 'x', away: 7, status: null, league: {}, venue: [] });
    expect([seen.league, seen.stage, seen.home.score]).toEqual(['nba', 'live', '']);
  });

  test('shows a score of nil, and a score that is a text', () => {
    const seen = match({ home: { score: 0, name: 'H' }, away: { scoreText: '155/6', name: 'A' } });
    expect([seen.home.score, seen.home.points, seen.away.score, seen.away.points]).toEqual(['0', 0, '155/6', undefined]);
  });

  test.each([
    [{ phase: 'live', clock: '7:25', period: 3 }, 'P3 7:25'],
    [{ phase: 'live', clock: "90'+4'", minute: 90, added: 4, period: 2 }, "90'+4'"],
    [{ phase: 'live', half: 'top', period: 8 }, 'Top 8'],
    [{ phase: 'break', name: 'halftime' }, 'Half time'],
    [{ phase: 'break', name: 'end-period', detail: 'End of 1st' }, 'End of 1st'],
    [{ phase: 'finished', name: 'final' }, 'Final'],
    [{ phase: 'finished', name: 'final-pen' }, 'Pens'],
    [{ phase: 'postponed' }, 'Postponed'],
    [{ phase: 'live' }, 'Live'],
  ])('clock of %j is %s', (given, clock) => expect(status(given)).toBe(clock));

  test('its league is what stands before the date, or has a name', () => {
    expect([leagueOf('sports:fifa.world.20260704.a.b'), leagueOf('sports:odd')]).toEqual(['fifa.world', 'matches']);
    expect([leagueName('eng.1'), leagueName('nor.2')]).toEqual(['Premier League', 'NOR 2']);
  });
});

describe('its story', () => {
  const names = { home: 'Arsenal', away: 'Chelsea' };

  test('a goal has its minute, player and side', () => {
    const line = readLine({ id: 'g', type: 'goal', minute: 45, added: 2, side: 'home', player: { id: '1', name: 'Saka' } }, names);
    expect([line.when, line.title, line.text, line.tone]).toEqual(["45+2'", 'Goal', 'Saka · Arsenal', 'score']);
  });

  test('a correction says what became of what', () => {
    const line = readLine({ type: 'corrected', old: { home: 2, away: 1 }, new: { home: 1, away: 1 } }, names);
    expect([line.tone, line.text]).toEqual(['correction', '2–1 became 1–1']);
    expect(readLine({ type: 'overturned', of: 'g' }, names)).toMatchObject({ tone: 'correction', takesBack: 'g' });
    expect(readLine({ type: 'goal', amends: 'g' }, names)).toMatchObject({ tone: 'correction', takesBack: 'g', title: 'Goal (amended)' });
  });

  test('what nobody knew of is shown under its own name', () => {
    expect(readLine({ type: 'power-play-ended', text: 'x' }, names)).toMatchObject({ title: 'Power play ended', tone: 'plain', text: 'x' });
    expect(readLine({}, names).title).toBe('Event');
  });

  test('the moment in play is one line', () => {
    const now = { outs: 2, balls: 3, strikes: 1, onFirst: true, onThird: true };
    expect(situation({ situation: now })).toBe('2 out, 3–1 · on 1st and 3rd');
    expect(situation(undefined)).toBe('');
  });
});

describe('how things are', () => {
  test('is as bad as the worst of it', () => {
    const with_ = (...healths: string[]) => worst(healths.map((health) => ({ health, known: true })) as never);
    expect([with_('fresh'), with_('fresh', 'gap'), with_('gap', 'recovering'), with_('stale', 'recovering')]).toEqual([
      'fresh',
      'gap',
      'recovering',
      'stale',
    ]);
  });

  test('a match that is being opened does not make what is shown doubtful, unless it takes long', () => {
    const fresh = { health: 'fresh', known: true } as const;
    expect(worst([fresh, { health: 'recovering', known: false }])).toBe('fresh');
    expect(worst([fresh, { health: 'recovering', known: true }])).toBe('recovering');
    expect(worst([fresh, { health: 'stale', known: false }])).toBe('stale');
  });

  test('while there is nothing yet it is connecting', () => {
    expect(describeHealth(worst([{ health: 'recovering', known: false }]))[0]).toBe('Connecting');
  });

  test.each([
    [undefined, ''],
    [300, 'just now'],
    [12_400, '12 s ago'],
    [190_000, '3 min ago'],
    [7_300_000, '2 h ago'],
  ])('an age of %s ms reads "%s"', (ms, said) => expect(ago(ms)).toBe(said));
});
