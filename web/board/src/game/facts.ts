import { el, setText } from '../dom.js';
import { child, text, whole, words, type Json } from '../read.js';

const verdicts: Readonly<Record<string, string>> = {
  open: 'The seed is promised by its hash and not revealed yet.',
  kept: 'The seed hashes to what was promised before the round.',
  broken: 'The seed does not hash to what was promised before the round.',
  unwitnessed: 'The hash came only with its seed, which proves nothing.',
};

/** What is known of a round beside its curve. */
export class Facts {
  readonly head: HTMLElement;
  readonly element = el('dl', { class: 'facts' });
  readonly #price = el('b', { 'data-testid': 'price' });
  readonly #tick = el('span', { 'data-testid': 'tick' });
  readonly #phase = el('span', { class: 'phase', 'data-testid': 'phase' });

  constructor(topic: string) {
    const name = topic.split('.').slice(1).join('.');
    this.head = el(
      'div',
      { class: 'price' },
      el('p', { class: 'eyebrow' }, `Rugs ${name} · `, this.#phase),
      el('h2', {}, this.#price, this.#tick),
    );
  }

  draw(tick: Json | undefined, game: Json | undefined, last: Json | undefined): void {
    const price = text(tick, 'price') ?? text(last, 'price') ?? '';
    setText(this.#price, price && `${price}×`);
    this.#price.dataset.rugged = String(tick?.rugged === true);
    const at = whole(tick, 'tick') ?? whole(last, 'tick');
    setText(this.#tick, at === undefined ? '' : ` tick ${at}`);
    setText(this.#phase, words(text(game, 'phase') ?? '') + cooldown(game));
    const fair = child(game, 'fair');
    const verdict = text(fair, 'verdict');
    const rows: readonly (readonly [string, string | undefined])[] = [
      ['Fairness', verdict && `${words(verdict)}. ${verdicts[verdict] ?? ''}`],
      ['Promised hash', text(fair, 'hash')],
      ['Seed', text(fair, 'seed')],
      ['Highest', text(game, 'peak') && `${text(game, 'peak')}×`],
      ['Trades', text(tick, 'trades')],
      ['Players', text(game, 'players')],
      ['Leaderboard', text(child(game, 'leaderboard'), 'size')],
    ];
    this.element.replaceChildren(
      ...rows.flatMap(([name, value]) =>
        value ? [el('dt', {}, name), el('dd', { 'data-testid': name.toLowerCase().replace(' ', '-') }, value)] : [],
      ),
    );
  }
}

function cooldown(game: Json | undefined): string {
  const left = whole(game, 'cooldown') ?? 0;
  return left > 0 && game?.active !== true ? ` · ${(left / 1_000).toFixed(1)} s` : '';
}
