import type { Subscription, Viewer } from '@live-view/viewer';
import { el, flash, setText } from './dom.js';
import { leagueName } from './leagues.js';
import type { MatchRow } from './matchRow.js';
import { situation, statisticsTable } from './statistics.js';
import { readLine } from './story.js';
import { ago } from './time.js';

/** The chosen match: how it stands, what happened, and its numbers, all changing live. */
export class Detail {
  readonly #events: Subscription;
  readonly #stats: Subscription;
  readonly #head = el('div', { class: 'scoreline' });
  readonly #under = el('p', { class: 'under' });
  readonly #moment = el('p', { class: 'moment', hidden: true });
  readonly #missing = el('p', { class: 'missing', role: 'alert', hidden: true });
  readonly #list = el('ol', { class: 'events', role: 'log', 'aria-label': 'What happened' });
  readonly #numbers = el('div');
  readonly #off: () => void;

  constructor(
    private readonly parent: HTMLElement,
    private readonly row: MatchRow,
    viewer: Viewer,
    close: () => void,
  ) {
    const { topic } = row.topic;
    this.#events = viewer.subscribe(`${topic}/events`);
    this.#stats = viewer.subscribe(`${topic}/stats`);
    const button = el('button', { class: 'close', type: 'button', 'aria-label': 'Close the match' }, '×');
    button.addEventListener('click', close);
    parent.replaceChildren(button, this.#head, this.#under, this.#moment, this.#missing, this.#list, this.#numbers);
    parent.hidden = false;
    this.#events.on('change', ({ entries, reset }) => this.#story(entries, reset, this.#list.childElementCount > 0 && !reset));
    this.#events.on('health', () => this.#gap());
    this.#stats.on('change', () => this.#table());
    this.#off = row.subscription?.on('change', () => this.#scoreline()) ?? (() => undefined);
    this.#scoreline();
    this.#story(this.#events.entries, true, false);
    this.#table();
    this.tick();
  }

  get subscriptions(): readonly Subscription[] {
    return [this.#events, this.#stats];
  }

  /** Times go on though nothing changes. */
  tick(): void {
    const { match, subscription } = this.row;
    const changed = ago(subscription?.age);
    setText(this.#under, [match.place, match.detail, changed && `changed ${changed}`].filter(Boolean).join(' · '));
  }

  dispose(): void {
    this.#off();
    this.#events.dispose();
    this.#stats.dispose();
    this.parent.replaceChildren();
    this.parent.hidden = true;
  }

  #scoreline(): void {
    const { match } = this.row;
    const [first, second] = match.order;
    this.#head.replaceChildren(
      el('p', { class: 'eyebrow' }, leagueName(match.league), ' · ', el('span', { class: 'clock' }, match.clock)),
      el('h2', {}, match[first].name, el('b', {}, `${match[first].score || ' '} – ${match[second].score || ' '}`), match[second].name),
    );
    this.tick();
  }

  // Newest first. What is there at once is no news and does not flash.
  #story(entries: Subscription['entries'], anew: boolean, news: boolean): void {
    const names = { home: this.row.match.home.name, away: this.row.match.away.name };
    if (anew) this.#list.replaceChildren();
    for (const entry of entries) {
      const line = readLine(entry, names);
      const gone = line.takesBack ? this.#takeBack(line.takesBack) : '';
      const item = el(
        'li',
        { 'data-testid': 'event', 'data-tone': line.tone, 'data-id': line.id },
        el('span', { class: 'glyph', 'aria-hidden': true }, line.mark),
        el('span', { class: 'at' }, line.when),
        el(
          'span',
          {},
          el('strong', {}, line.title),
          [line.text, line.tone === 'correction' && gone]
            .filter(Boolean)
            .map((part) => ` ${part}`)
            .join(''),
        ),
      );
      this.#list.prepend(item);
      if (news) flash(item, 'new');
    }
    this.#list.hidden = this.#list.childElementCount === 0;
    this.#gap();
  }

  /** Strikes a line that something later took back, and says what it was. The same thing told again has `.again2` behind its id. */
  #takeBack(id: string): string {
    for (const item of this.#list.querySelectorAll<HTMLElement>('li:not(.gone)')) {
      if (item.dataset.id !== id && !item.dataset.id?.startsWith(`${id}.again`)) continue;
      item.classList.add('gone');
      return item.lastElementChild?.textContent ?? '';
    }
    return '';
  }

  #gap(): void {
    const { missing } = this.#events;
    this.#missing.hidden = missing.length === 0;
    const ranges = missing.map(({ from, to }) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
    setText(this.#missing, missing.length > 0 ? `Some of what happened is no longer kept (updates ${ranges}).` : '');
  }

  #table(): void {
    const table = statisticsTable(this.#stats.state, this.row.match);
    this.#numbers.replaceChildren(...(table ? [table] : []));
    const now = situation(this.#stats.state);
    this.#moment.hidden = now === '';
    setText(this.#moment, now);
  }
}
