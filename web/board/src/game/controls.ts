import type { Player } from '@live-view/viewer';
import { el, setText } from '../dom.js';

const speeds = [0.1, 0.5, 1, 2, 5, 10, 25, 100];

/** The buttons of a player. They say what to do and show what it does; they know nothing else. */
export class Controls {
  readonly element: HTMLElement;
  readonly #play = button('play', 'Play');
  readonly #live = button('live', 'Live');
  readonly #bar = el('input', { type: 'range', min: 1, value: 1, 'aria-label': 'Record', 'data-testid': 'seek' });
  readonly #where = el('span', { class: 'where', 'data-testid': 'record' });

  constructor(private readonly player: Player) {
    const [back, on] = [button('back', '‹', 'One step back'), button('step', '›', 'One step on')];
    const speed = el(
      'select',
      { 'aria-label': 'Speed', 'data-testid': 'speed' },
      ...speeds.map((times) => el('option', { value: times, selected: times === 1 }, `${times}×`)),
    );
    const tick = el('input', { type: 'number', min: 0, placeholder: 'tick', 'aria-label': 'Jump to tick', 'data-testid': 'to-tick' });
    this.#play.addEventListener('click', () => (player.state === 'playing' ? player.pause() : void this.#replay()));
    back.addEventListener('click', () => void player.step(-1));
    on.addEventListener('click', () => void player.step(1));
    this.#live.addEventListener('click', () => void player.goLive());
    this.#bar.addEventListener('input', () => void player.seek(Number(this.#bar.value)));
    speed.addEventListener('change', () => (player.speed = Number(speed.value)));
    tick.addEventListener('change', () => void this.#find(Number(tick.value)));
    this.element = el(
      'div',
      { class: 'controls', role: 'group', 'aria-label': 'Player' },
      back,
      this.#play,
      on,
      this.#bar,
      this.#where,
      speed,
      tick,
      this.#live,
    );
  }

  draw(): void {
    const { state, at, to } = this.player;
    setText(this.#play, state === 'playing' ? 'Pause' : 'Play');
    this.#play.dataset.state = state;
    this.#live.setAttribute('aria-pressed', String(state === 'live'));
    this.#bar.max = String(to);
    this.#bar.value = String(at);
    setText(this.#where, state === 'live' ? 'live' : `${at} of ${to}`);
  }

  // From its end, or from live, it begins anew.
  async #replay(): Promise<void> {
    if (this.player.at >= this.player.to) await this.player.seek(this.player.from);
    this.player.play();
  }

  async #find(tick: number): Promise<void> {
    await this.player.find(
      ({ kind, data }) => kind === 'events' && (data as readonly { tick?: unknown }[]).some((entry) => Number(entry.tick) >= tick),
    );
  }
}

function button(name: string, label: string, title = label): HTMLButtonElement {
  return el('button', { type: 'button', title, 'aria-label': title, 'data-testid': name }, label);
}
