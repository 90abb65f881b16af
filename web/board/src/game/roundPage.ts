import { HttpError, Player, type Health, type PlayedTier, type Subscription } from '@live-view/viewer';
import { worst } from '../health.js';
import { el } from '../dom.js';
import { Controls } from './controls.js';
import { Facts } from './facts.js';
import { PriceChart } from './priceChart.js';

const lookAgain = 2_000;

/** One round: its price as a curve, what is known of it, and what a player can do with it. */
export class RoundPage {
  readonly #player: Player;
  readonly #chart: PriceChart;
  readonly #facts: Facts;
  readonly #controls: Controls;
  readonly #note = el('p', { class: 'missing', role: 'alert', hidden: true, 'data-testid': 'note' });
  #frame = 0;
  #retry = 0;

  constructor(
    parent: HTMLElement,
    readonly topic: string,
    live: boolean,
  ) {
    this.#player = new Player(topic, { negotiate: new URL('/api/negotiate', location.href).href });
    const curve = el('div', { class: 'curve', 'data-testid': 'chart' });
    this.#facts = new Facts(topic);
    this.#controls = new Controls(this.#player);
    parent.replaceChildren(this.#facts.head, this.#note, curve, this.#controls.element, this.#facts.element);
    this.#chart = new PriceChart(curve);
    for (const event of ['change', 'jump', 'state'] as const) this.#player.on(event, () => this.#later());
    this.#player.on('error', (error) => this.#say(error instanceof Error ? error.message : String(error)));
    void this.#open(live);
  }

  get replaying(): boolean {
    return this.#player.state !== 'live';
  }

  get health(): Health {
    const live: readonly Subscription[] = this.#player.live;
    return worst(live) ?? 'recovering';
  }

  dispose(): void {
    clearTimeout(this.#retry);
    cancelAnimationFrame(this.#frame);
    this.#player.dispose();
    this.#chart.dispose();
  }

  async #open(live: boolean): Promise<void> {
    const stop = this.#player.on('error', (error) => {
      // A round that has just begun is not recorded yet.
      if (!(error instanceof HttpError && error.status === 404)) return;
      this.#say('Nothing of this round is recorded yet.');
      this.#retry = window.setTimeout(() => void this.#open(live), lookAgain);
    });
    await this.#player.open();
    stop();
    if (this.#player.to === 0) return;
    this.#note.hidden = true;
    if (live) await this.#player.goLive();
    else await this.#player.seek(this.#player.to);
  }

  #say(text: string): void {
    this.#note.textContent = text;
    this.#note.hidden = false;
  }

  // Many changes may come in one moment; the page is drawn once a frame.
  #later(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    const { tiers } = this.#player;
    const tier = (name: string): PlayedTier | undefined => tiers.get(`${this.topic}/${name}`);
    this.#chart.draw(tier('ticks')?.entries ?? []);
    this.#facts.draw(tier('tick')?.document, tier('game')?.document, tier('ticks')?.entries.at(-1));
    this.#controls.draw();
  }
}
