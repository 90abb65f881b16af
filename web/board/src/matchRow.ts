import type { Change, Subscription } from '@live-view/viewer';
import { el, flash, setText } from './dom.js';
import { readMatch, type Match, type Side } from './match.js';
import type { Json } from './read.js';
import type { Topic } from './topics.js';

type Name = 'home' | 'away';

/** One match in the list: who, how it stands, and the clock; a goal flashes, a correction stays marked. */
export class MatchRow {
  readonly element: HTMLAnchorElement;
  match: Match;
  readonly #clock = el('span', { class: 'clock', 'data-testid': 'clock' });
  readonly #mark = el('span', { class: 'mark', hidden: true });
  readonly #sides = el('span', { class: 'sides' });
  readonly #side: Record<Name, { row: HTMLElement; name: HTMLElement; score: HTMLElement }> = { home: side('home'), away: side('away') };

  constructor(
    public topic: Topic,
    readonly subscription: Subscription | undefined,
    private readonly moved: (row: MatchRow) => void,
  ) {
    this.element = el(
      'a',
      { class: 'match', href: `#${topic.topic}`, 'data-testid': 'match', 'data-topic': topic.topic },
      el('span', { class: 'when' }, this.#clock, this.#mark),
      this.#sides,
    );
    this.match = readMatch(topic.topic, this.#document, topic);
    this.#render();
    subscription?.on('change', (change) => this.#onChange(change));
    subscription?.on('health', () => this.#render());
  }

  get #document(): Json | undefined {
    return this.subscription?.state;
  }

  update(topic: Topic): void {
    this.topic = topic;
    if (!this.#document) this.#refresh();
  }

  dispose(): void {
    this.subscription?.dispose();
    this.element.remove();
  }

  #onChange(change: Change): void {
    const before = this.match;
    this.#refresh();
    if (!change.previous) return; // the first state is no news
    for (const name of ['home', 'away'] as const) this.#compare(name, before[name], this.match[name]);
    if (before.stage !== this.match.stage) flash(this.element, 'turned');
  }

  #compare(name: Name, before: Side, after: Side): void {
    if (before.points === undefined && before.shootout === undefined) return;
    const [was, is] = [before.points ?? 0, after.points ?? 0];
    if (is > was || (after.shootout ?? 0) > (before.shootout ?? 0)) {
      flash(this.#side[name].row, 'scored');
      flash(this.element, 'scored');
    }
    if (is < was) {
      this.#mark.hidden = false;
      setText(this.#mark, 'Corrected');
      this.#mark.title = `${after.name}: ${before.score} became ${after.score}`;
      flash(this.element, 'corrected');
    }
  }

  #refresh(): void {
    const before = this.match;
    this.match = readMatch(this.topic.topic, this.#document, this.topic);
    this.#render();
    if (before.stage !== this.match.stage || before.league !== this.match.league) this.moved(this);
  }

  #render(): void {
    const { match } = this;
    setText(this.#clock, match.clock);
    this.element.dataset.stage = match.stage;
    this.element.dataset.health = this.subscription?.health ?? 'stale';
    for (const name of ['home', 'away'] as const) {
      const { row, name: label, score } = this.#side[name];
      setText(label, match[name].name);
      setText(score, match[name].score + (match[name].shootout === undefined ? '' : ` (${match[name].shootout})`));
      row.classList.toggle('winner', match[name].winner);
    }
    if (this.#sides.firstChild !== this.#side[match.order[0]].row) {
      this.#sides.replaceChildren(...match.order.map((name) => this.#side[name].row));
    }
  }
}

function side(name: Name): { row: HTMLElement; name: HTMLElement; score: HTMLElement } {
  const label = el('span', { class: 'name' });
  const score = el('span', { class: 'score', 'data-testid': `score-${name}` });
  return { row: el('span', { class: 'side', 'data-side': name }, label, score), name: label, score };
}
