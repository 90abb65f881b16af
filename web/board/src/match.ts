import { child, text, whole, words, type Json } from './read.js';

export interface Side {
  readonly name: string;
  readonly abbr: string;
  /** What stands where the score stands; empty before the start. */
  readonly score: string;
  readonly points: number | undefined;
  readonly shootout: number | undefined;
  readonly winner: boolean;
}

export type Stage = 'live' | 'later' | 'finished' | 'off';

/** A match as the board shows it. */
export interface Match {
  readonly league: string;
  readonly stage: Stage;
  readonly clock: string;
  readonly detail: string;
  readonly home: Side;
  readonly away: Side;
  /** Which side a board of this sport names first. */
  readonly order: readonly ['home', 'away'] | readonly ['away', 'home'];
  readonly start: string | undefined;
  readonly place: string;
}

/** Reads a `score` document; what it does not say yet comes from the list of topics. */
export function readMatch(topic: string, score: Json | undefined, listed: { title: string; phase: string }): Match {
  const status = child(score, 'status');
  const phase = (text(status, 'phase') ?? listed.phase).toLowerCase();
  const stage = stageOf(phase);
  const [first, second] = sidesOf(listed.title);
  const soccer = text(score, 'sport') === 'soccer' || / v /.test(listed.title);
  const home = readSide(child(score, 'home'), soccer ? first : second);
  const away = readSide(child(score, 'away'), soccer ? second : first);
  const start = text(score, 'start');
  return {
    league: text(score, 'league') ?? leagueOf(topic),
    stage,
    clock: clockOf(stage, phase, status, start),
    detail: [text(status, 'detail'), text(score, 'note')].filter(Boolean).join(' · '),
    home,
    away,
    order: soccer ? ['home', 'away'] : ['away', 'home'],
    start,
    place: [text(child(score, 'venue'), 'name'), text(child(score, 'venue'), 'city')].filter(Boolean).join(', '),
  };
}

/** `sports:eng.1.20261120.ars.che` is of `eng.1`: everything before the date. */
export function leagueOf(topic: string): string {
  return /^[^:]*:(.*?)\.\d{8}\./.exec(topic)?.[1] ?? 'matches';
}

function readSide(side: Json, fallback: string): Side {
  const name = text(side, 'short') ?? text(side, 'name') ?? fallback;
  const points = whole(side, 'score');
  return {
    name,
    abbr: text(side, 'abbr') ?? name.slice(0, 3).toUpperCase(),
    score: text(side, 'scoreText') ?? text(side, 'score') ?? '',
    points,
    shootout: whole(side, 'shootout'),
    winner: side.winner === true,
  };
}

function stageOf(phase: string): Stage {
  if (phase === 'live' || phase === 'break') return 'live';
  if (phase === 'finished') return 'finished';
  return phase === 'scheduled' || phase === 'pre' ? 'later' : 'off';
}

function clockOf(stage: Stage, phase: string, status: Json, start: string | undefined): string {
  const name = text(status, 'name');
  if (stage === 'off') return words(phase);
  if (stage === 'later') return start ? kickOff(start) : 'Later';
  if (stage === 'finished') return name === 'final-pen' ? 'Pens' : name === 'final-aet' ? 'AET' : 'Final';
  if (phase === 'break') return name === 'halftime' ? 'Half time' : (text(status, 'detail') ?? words(name ?? 'break'));
  const half = text(status, 'half');
  const period = whole(status, 'period');
  if (half && period) return `${words(half)} ${period}`;
  const clock = text(status, 'clock');
  if (clock && (whole(status, 'minute') !== undefined || clock.includes("'"))) return clock;
  return clock && period ? `P${period} ${clock}` : (clock ?? text(status, 'detail') ?? 'Live');
}

function kickOff(start: string): string {
  const at = new Date(start);
  if (Number.isNaN(at.getTime())) return 'Later';
  const time = at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  const today = at.toDateString() === new Date().toDateString();
  return today ? time : `${at.toLocaleDateString([], { weekday: 'short' })} ${time}`;
}

function sidesOf(title: string): readonly [string, string] {
  const [first = title, second = ''] = title.split(/ at | v | vs\.? /);
  return [first, second];
}
