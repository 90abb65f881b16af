import { el, setText } from '../dom.js';
import { child, text, words, type Json } from '../read.js';

const shown = [
  'heart',
  'pulse',
  'camera',
  'respiration',
  'oxygen',
  'systolic',
  'diastolic',
  'temperature',
  'consciousness',
  'supplemental',
];

/** What the score says, in words; an incomplete one is never a number alone. */
export function score(state: unknown): { readonly band: string; readonly says: string } {
  const news2 = child(state, 'news2');
  const band = text(news2, 'band');
  if (!band) return { band: 'unknown', says: 'NEWS2 is not for this patient' };
  if (news2.complete === true) return { band, says: `NEWS2 ${text(news2, 'score') ?? ''}` };
  const missing = Object.keys(child(news2, 'missing')).map((part) => words(part).toLowerCase());
  return {
    band: band === 'none' || band === 'low' ? 'unknown' : band,
    says: `NEWS2 incomplete, at least ${text(news2, 'atLeast') ?? '0'}; no ${missing.join(', ')}`,
  };
}

/** The lines of values, as they came: what is stale says so, and no reading is no number. */
export function lines(state: unknown): readonly { readonly name: string; readonly says: string; readonly isStale: boolean }[] {
  const values = child(state, 'values');
  const found = shown
    .filter((name) => name in values)
    .map((name) => {
      const value = child(values, name);
      return { name, says: [text(value, 'value'), text(value, 'unit')].filter(Boolean).join(' '), isStale: value.stale === true };
    });
  const camera = child(state, 'camera');
  if (text(camera, 'reading') === 'none')
    return [
      ...found.filter(({ name }) => name !== 'camera'),
      { name: 'camera', says: `no reading (${text(camera, 'reason') ?? ''})`, isStale: true },
    ];
  return found;
}

/** The alerts that are on, the worst and the oldest first. */
export function alerts(state: unknown): readonly (readonly [string, Json])[] {
  return Object.entries(child(state, 'alerts') as Record<string, Json>).sort(
    ([, a], [, b]) =>
      String(text(a, 'severity')).localeCompare(String(text(b, 'severity'))) ||
      String(text(a, 'raised')).localeCompare(String(text(b, 'raised'))),
  );
}

/** One patient of the ward. */
export class Bed {
  readonly element = el('article', { 'data-testid': 'bed' });
  private readonly name = el('h2');
  private readonly badge = el('p', { class: 'score', 'data-testid': 'score' });
  private readonly table = el('dl');
  private readonly list = el('ul', { 'aria-live': 'assertive' });

  constructor(
    title: string,
    private readonly acknowledge: (alert: string) => void,
  ) {
    setText(this.name, title);
    this.element.append(this.name, this.badge, this.list, this.table);
  }

  show(state: unknown): void {
    const { band, says } = score(state);
    this.badge.dataset.band = band;
    setText(this.badge, says);
    this.table.replaceChildren(
      ...lines(state).flatMap(({ name, says: value, isStale }) => [
        el('dt', {}, words(name)),
        el('dd', isStale ? { 'data-stale': true } : {}, value),
      ]),
    );
    this.list.replaceChildren(...alerts(state).map(([id, alert]) => this.line(id, alert)));
    this.element.dataset.ended = String((state as Json | undefined)?.ended === true);
  }

  private line(id: string, alert: Json): HTMLLIElement {
    const by = text(alert, 'by');
    const line = el('li', { 'data-severity': text(alert, 'severity'), 'data-testid': 'alert' }, words(text(alert, 'rule') ?? ''));
    if (by) line.append(el('small', {}, `seen by ${by}`));
    else {
      const button = el('button', { type: 'button' }, 'Acknowledge');
      button.addEventListener('click', () => {
        button.disabled = true;
        this.acknowledge(id);
      });
      line.append(button);
    }
    return line;
  }
}
