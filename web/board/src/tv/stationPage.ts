import { Viewer, type Health, type Subscription } from '@live-view/viewer';
import { el, setText } from '../dom.js';
import { worst } from '../health.js';
import { child, text, whole, type Json } from '../read.js';
import { Picture } from './picture.js';

const shownEvents = 12;
const shownProgrammes = 24;
const clock = (instant: string): string => new Date(instant).toLocaleTimeString();

/** A station: its picture, what is on and next, its guide, and what happened. */
export class StationPage {
  readonly #viewer = new Viewer({ negotiate: new URL('/api/negotiate', location.href).href });
  readonly #now: Subscription;
  readonly #guide: Subscription;
  readonly #events: Subscription;
  readonly #picture: Picture;
  readonly #title = el('h2', { 'data-testid': 'title' });
  readonly #where = el('p', { class: 'where', 'data-testid': 'where' });
  readonly #bar = el('progress', { max: 1, value: 0, 'aria-label': 'How far it is' });
  readonly #next = el('ol', { class: 'next', 'data-testid': 'next' });
  readonly #programmes = el('ol', { class: 'guide', 'data-testid': 'guide' });
  readonly #log = el('ol', { class: 'events', 'data-testid': 'events' });
  readonly #answer = el('span', { class: 'where', role: 'status' });

  constructor(
    parent: HTMLElement,
    readonly topic: string,
  ) {
    const station = encodeURIComponent(topic.slice('tv:'.length));
    this.#picture = new Picture(`/api/tv/${station}/live.m3u8`);
    const skip = el('button', { type: 'button', 'data-testid': 'skip' }, 'Skip');
    skip.addEventListener('click', () => void this.#command(station, { command: 'skip' }));
    parent.replaceChildren(
      this.#picture.video,
      this.#title,
      this.#where,
      this.#bar,
      el('p', { class: 'controls' }, skip, el('a', { href: `/api/tv/${station}/guide.xml` }, 'XMLTV'), this.#answer),
      el('h3', {}, 'Next'),
      this.#next,
      el('details', {}, el('summary', {}, 'Guide'), this.#programmes),
      el('details', { open: true }, el('summary', {}, 'What happened'), this.#log),
    );
    [this.#now, this.#guide, this.#events] = ['now', 'guide', 'events'].map((tier) => this.#viewer.subscribe(`${topic}/${tier}`)) as [
      Subscription,
      Subscription,
      Subscription,
    ];
    this.#now.on('change', () => this.#showNow());
    this.#guide.on('change', () =>
      list(this.#programmes, Object.entries(child(this.#guide.state, 'programmes')).slice(0, shownProgrammes)),
    );
    this.#events.on('change', () => this.#showEvents());
  }

  get health(): Health | undefined {
    return worst([this.#now, this.#guide, this.#events]);
  }

  /** Moves what moves with the clock alone. */
  tick(): void {
    const on = child(this.#now.state, 'on');
    const [start, length, time] = [text(on, 'start'), whole(on, 'length'), this.#picture.time];
    if (start && length) this.#bar.value = Math.min(1, Math.max(0, (Date.now() - Date.parse(start)) / length));
    setText(this.#where, [subtitle(on), time ? `picture of ${clock(time.toISOString())}` : ''].filter(Boolean).join(' · '));
  }

  dispose(): void {
    this.#picture.dispose();
    this.#viewer.dispose();
  }

  #showNow(): void {
    setText(this.#title, text(child(this.#now.state, 'on'), 'title') ?? 'Not on the air yet');
    list(this.#next, Object.entries(child(this.#now.state, 'next')));
    this.tick();
  }

  #showEvents(): void {
    this.#log.replaceChildren(
      ...this.#events.entries
        .slice(-shownEvents)
        .reverse()
        .map((entry) => {
          const words = [text(entry, 'event'), text(entry, 'title'), text(entry, 'reason') && `(${text(entry, 'reason')})`];
          return el('li', {}, el('time', {}, clock(text(entry, 'at') ?? '')), words.filter(Boolean).join(' '));
        }),
    );
  }

  async #command(station: string, command: object): Promise<void> {
    const response = await fetch(`/api/tv/${station}/commands`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ id: crypto.randomUUID(), ...command }),
      signal: AbortSignal.timeout(10_000),
    }).catch(() => undefined);
    const said: Record<number, string> = { 202: 'Taken; it happens in a few seconds.', 401: 'This needs the key.', 429: 'Not so often.' };
    setText(this.#answer, said[response?.status ?? 0] ?? 'It was not taken.');
  }
}

function list(parent: HTMLElement, programmes: readonly (readonly [string, unknown])[]): void {
  parent.replaceChildren(
    ...programmes.map(([start, programme]) =>
      el('li', {}, el('time', {}, clock(start)), text(programme, 'title') ?? '', el('small', {}, subtitle(programme as Json))),
    ),
  );
}

function subtitle(programme: Json): string {
  const [season, episode] = [whole(programme, 'season'), whole(programme, 'episode')];
  return [text(programme, 'series'), season && episode ? `season ${season}, episode ${episode}` : text(programme, 'subtitle')]
    .filter(Boolean)
    .join(' · ');
}
