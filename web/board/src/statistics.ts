import { el } from './dom.js';
import type { Match } from './match.js';
import { child, text, words, type Json } from './read.js';

/** The `stats` document as a table: a row for each number that either side has, period by period first. */
export function statisticsTable(stats: Json | undefined, match: Match): HTMLElement | undefined {
  const sides = match.order.map((name) => child(stats, name));
  const rows = [...rowsOf(sides, 'periods', (key) => `Period ${key}`), ...rowsOf(sides, 'statistics', words)];
  for (const name of ['hits', 'errors', 'form'] as const) {
    const told = rows.some(([label]) => label === words(name)); // baseball counts hits and errors among its statistics too
    if (!told && sides.some((side) => text(side, name))) rows.push([words(name), ...sides.map((side) => text(side, name) ?? '–')]);
  }
  if (rows.length === 0) return undefined;
  const head = el('tr', {}, el('td'), ...match.order.map((name) => el('th', { scope: 'col' }, match[name].abbr)));
  const body = rows.map(([label = '', ...values]) =>
    el('tr', {}, el('th', { scope: 'row' }, label), ...values.map((value) => el('td', {}, value))),
  );
  return el('table', { class: 'stats' }, el('thead', {}, head), el('tbody', {}, ...body));
}

function rowsOf(sides: readonly Json[], group: string, label: (key: string) => string): string[][] {
  const groups = sides.map((side) => child(side, group));
  const keys = [...new Set(groups.flatMap((each) => Object.keys(each)))];
  return keys.map((key) => [label(key), ...groups.map((each) => text(each, key) ?? '–')]);
}

/** The moment in play, in one line. */
export function situation(stats: Json | undefined): string {
  const now = child(stats, 'situation');
  const count =
    text(now, 'outs') === undefined ? undefined : `${text(now, 'outs')} out, ${text(now, 'balls') ?? 0}–${text(now, 'strikes') ?? 0}`;
  const bases = [
    ['onFirst', '1st'],
    ['onSecond', '2nd'],
    ['onThird', '3rd'],
  ].flatMap(([name, base]) => (now[name!] === true ? base! : []));
  return [
    text(now, 'downText'),
    text(now, 'spot'),
    count,
    bases.length > 0 ? `on ${bases.join(' and ')}` : undefined,
    text(child(now, 'lastPlay'), 'text'),
  ]
    .filter(Boolean)
    .join(' · ');
}
