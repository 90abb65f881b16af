import type { Subscription, Viewer } from '@live-view/viewer';
import { Detail } from './detail.js';
import { setText } from './dom.js';
import { describe, newest, worst } from './health.js';
import { MatchList } from './list.js';
import { MatchRow } from './matchRow.js';
import { ago } from './time.js';
import type { Topic } from './topics.js';

/** So many matches are followed live; with the chosen one's other tiers that is two connections. The rest is listed. */
const followed = 96;
const urgency = ['live', 'break', 'pre', 'scheduled', 'finished'];

export interface Places {
  readonly matches: HTMLElement;
  readonly detail: HTMLElement;
  readonly connection: HTMLElement;
  readonly age: HTMLElement;
}

/** Tonight's matches and the chosen one. */
export class Board {
  readonly #rows = new Map<string, MatchRow>();
  readonly #list: MatchList;
  #detail: Detail | undefined;
  #chosen: string | undefined;
  #regroup = 0;

  constructor(
    private readonly viewer: Viewer,
    private readonly places: Places,
  ) {
    this.#list = new MatchList(places.matches);
  }

  /** Takes the list of topics: new matches appear, those that are listed no more go. */
  list(topics: readonly Topic[]): void {
    const listed = new Set(topics.map(({ topic }) => topic));
    for (const [topic, row] of this.#rows) {
      if (listed.has(topic) || topic === this.#chosen) continue;
      row.dispose();
      this.#rows.delete(topic);
    }
    const rank = ({ phase }: Topic) => (urgency.indexOf(phase.toLowerCase()) + urgency.length + 1) % (urgency.length + 1);
    for (const topic of [...topics].sort((a, b) => rank(a) - rank(b))) {
      const row = this.#rows.get(topic.topic);
      if (row) row.update(topic);
      else this.#add(topic);
    }
    this.#show();
    this.#choose();
  }

  /** Opens the match with this topic, or none. */
  choose(topic: string | undefined): void {
    if (topic === this.#chosen) return;
    this.#chosen = topic;
    this.#detail?.dispose();
    this.#detail = undefined;
    this.#choose();
  }

  get first(): string | undefined {
    const rows = [...this.#rows.values()];
    return (rows.find((row) => row.match.stage === 'live') ?? rows[0])?.topic.topic;
  }

  get chosen(): string | undefined {
    return this.#chosen;
  }

  /** Says how things are; called every second. */
  tick(): void {
    const shown = this.#subscriptions();
    const health = worst(shown);
    const [word, meaning] = describe(health);
    const { connection, age } = this.places;
    connection.dataset.health = health ?? 'recovering';
    connection.title = meaning;
    setText(connection, word);
    const changed = ago(newest(shown));
    setText(age, changed && `changed ${changed}`);
    this.#detail?.tick();
  }

  #add(topic: Topic): void {
    const live = [...this.#rows.values()].filter((row) => row.subscription).length < followed;
    const subscription = live ? this.viewer.subscribe(`${topic.topic}/score`) : undefined;
    subscription?.on('health', () => this.tick());
    this.#rows.set(topic.topic, new MatchRow(topic, subscription, () => this.#later()));
  }

  #choose(): void {
    for (const [topic, { element }] of this.#rows) {
      if (topic === this.#chosen) element.setAttribute('aria-current', 'true');
      else element.removeAttribute('aria-current');
    }
    const row = this.#rows.get(this.#chosen ?? '');
    if (!row || this.#detail) return;
    this.#detail = new Detail(this.places.detail, row, this.viewer, () => void (location.hash = 'none'));
  }

  // Many matches may move to another group in one moment; the list is arranged once.
  #later(): void {
    cancelAnimationFrame(this.#regroup);
    this.#regroup = requestAnimationFrame(() => this.#show());
  }

  #show(): void {
    this.#list.show([...this.#rows.values()].filter((row) => row.match.clock !== 'Moved'));
  }

  #subscriptions(): Subscription[] {
    const rows = [...this.#rows.values()].flatMap((row) => row.subscription ?? []);
    return [...rows, ...(this.#detail?.subscriptions ?? [])];
  }
}
