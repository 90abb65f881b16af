import { arrange, el, setText } from './dom.js';
import { leagueName } from './leagues.js';
import type { Stage } from './match.js';
import type { MatchRow } from './matchRow.js';

const stages: readonly Stage[] = ['live', 'later', 'finished', 'off'];
const titles: Record<Stage, string> = { live: 'Live', later: 'Later', finished: 'Finished', off: 'Called off' };

/** The matches, grouped by league and, within it, by where they stand. Leagues with a live match come first. */
export class MatchList {
  #leagues = new Map<string, { section: HTMLElement; count: HTMLElement; groups: Map<Stage, { group: HTMLElement; rows: HTMLElement }> }>();

  constructor(private readonly parent: HTMLElement) {}

  show(rows: readonly MatchRow[]): void {
    const focused = document.activeElement;
    if (rows.length === 0)
      return this.parent.replaceChildren(el('p', { class: 'quiet' }, 'No match tonight. New ones appear by themselves.'));
    const leagues = groupBy(rows, (row) => row.match.league);
    const live = (league: string) => (leagues.get(league)!.some((row) => row.match.stage === 'live') ? 0 : 1);
    const order = [...leagues.keys()].sort((a, b) => live(a) - live(b) || leagueName(a).localeCompare(leagueName(b)));
    arrange(
      this.parent,
      order.map((league) => this.#league(league, leagues.get(league)!)),
    );
    for (const league of this.#leagues.keys()) if (!leagues.has(league)) this.#leagues.delete(league);
    if (focused instanceof HTMLElement && focused !== document.activeElement) focused.focus(); // moving an element takes its focus
  }

  #league(league: string, rows: readonly MatchRow[]): HTMLElement {
    let known = this.#leagues.get(league);
    if (!known) {
      const count = el('span', { class: 'count' });
      const section = el('section', { class: 'league' }, el('h2', {}, leagueName(league), count), el('div'));
      this.#leagues.set(league, (known = { section, count, groups: new Map() }));
    }
    const live = rows.filter((row) => row.match.stage === 'live').length;
    setText(known.count, live > 0 ? `${live} live` : '');
    const groups = stages.flatMap((stage) => {
      const members = rows.filter((row) => row.match.stage === stage);
      if (members.length === 0) return [];
      const made = known.groups.get(stage) ?? group(stage);
      known.groups.set(stage, made);
      arrange(
        made.rows,
        members.sort(byStart).map((row) => row.element),
      );
      return [made.group];
    });
    arrange(known.section.lastElementChild!, groups);
    return known.section;
  }
}

function group(stage: Stage): { group: HTMLElement; rows: HTMLElement } {
  const rows = el('div', { class: 'rows' });
  return { group: el('div', { class: 'stage', 'data-stage': stage }, el('h3', {}, titles[stage]), rows), rows };
}

function byStart(a: MatchRow, b: MatchRow): number {
  return (a.match.start ?? '').localeCompare(b.match.start ?? '') || a.topic.topic.localeCompare(b.topic.topic);
}

function groupBy<Item, Key>(items: readonly Item[], key: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}
