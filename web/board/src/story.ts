import { child, text, whole, words, type Json } from './read.js';

/** One line of a match's story. */
export interface Line {
  readonly id: string;
  readonly tone: 'score' | 'card' | 'correction' | 'turn' | 'plain';
  readonly mark: string;
  readonly when: string;
  readonly title: string;
  readonly text: string;
  /** The earlier line that this one takes back or replaces. */
  readonly takesBack: string | undefined;
}

const known: Readonly<Record<string, readonly [Line['tone'], string, string?]>> = {
  goal: ['score', '●', 'Goal'],
  'own-goal': ['score', '●', 'Own goal'],
  penalty: ['score', '●', 'Penalty scored'],
  'shootout-goal': ['score', '●', 'Shoot-out: scored'],
  'shootout-miss': ['plain', '○', 'Shoot-out: missed'],
  score: ['score', '●', 'Score'],
  'yellow-card': ['card', '▮', 'Yellow card'],
  'red-card': ['card', '▮', 'Red card'],
  corrected: ['correction', '↺', 'Corrected'],
  overturned: ['correction', '↺', 'Overturned'],
  started: ['turn', '▸', 'Started'],
  resumed: ['turn', '▸', 'Resumed'],
  'period-started': ['turn', '▸', 'Period started'],
  'period-ended': ['turn', '‖', 'Period ended'],
  'half-time': ['turn', '‖', 'Half time'],
  delayed: ['turn', '‖', 'Delayed'],
  finished: ['turn', '■', 'Finished'],
};

/** Reads an entry of the `events` tier; an unknown type is shown under its own name. */
export function readLine(entry: Json, names: { home: string; away: string }): Line {
  const type = text(entry, 'type') ?? 'event';
  const [tone, mark, title] = known[type] ?? (['plain', '·'] as const);
  const amends = text(entry, 'amends');
  const side = text(entry, 'side');
  const team = side === 'home' ? names.home : side === 'away' ? names.away : undefined;
  const player = text(child(entry, 'player'), 'name');
  return {
    id: text(entry, 'id') ?? '',
    tone: amends ? 'correction' : tone,
    mark,
    when: whenOf(entry),
    title: [title ?? words(type), amends ? '(amended)' : ''].join(' ').trim(),
    text: [player, team, standing(entry, type), text(entry, 'text')].filter(Boolean).join(' · '),
    takesBack: amends ?? text(entry, 'of'),
  };
}

function whenOf(entry: Json): string {
  const minute = whole(entry, 'minute');
  const added = whole(entry, 'added');
  if (minute !== undefined) return `${minute}${added ? `+${added}` : ''}'`;
  const clock = text(entry, 'clock');
  const period = whole(entry, 'period');
  const half = text(entry, 'half');
  if (half && period) return `${words(half)} ${period}`;
  return clock?.includes("'") ? clock : [period === undefined ? '' : `P${period}`, clock].filter(Boolean).join(' ');
}

function standing(entry: Json, type: string): string | undefined {
  if (type === 'corrected') {
    const [was, is] = [child(entry, 'old'), child(entry, 'new')];
    return `${text(was, 'home') ?? '?'}–${text(was, 'away') ?? '?'} became ${text(is, 'home') ?? '?'}–${text(is, 'away') ?? '?'}`;
  }
  const [home, away] = [text(entry, 'home'), text(entry, 'away')];
  return home !== undefined && away !== undefined ? `${home}–${away}` : undefined;
}
