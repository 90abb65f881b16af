import { el, setText } from '../dom.js';
import { Chart } from './chart.js';
import { read, type Page } from './metrics.js';
import { reading, type Reading } from './reading.js';

const every = 2_000;
const most = 300; // ten minutes
const place = (id: string): HTMLElement => document.getElementById(id)!; // the ids stand in ops/index.html

const tiles: readonly (readonly [id: string, says: string, of: (seen: Reading) => string])[] = [
  ['topics', 'topics watched', (seen) => String(seen.topics)],
  ['viewers', 'viewers', (seen) => String(seen.viewers)],
  ['raws', 'Raws a second', (seen) => seen.raws.toFixed(1)],
  ['updates', 'updates a second', (seen) => seen.updates.toFixed(1)],
  ['messages', 'messages a second', (seen) => seen.messages.toFixed(1)],
  ['age', 'old when published, half of them', (seen) => (seen.ageHalf === undefined ? '–' : `≤ ${seen.ageHalf} s`)],
  ['lag', 'waits the oldest Raw', (seen) => `${seen.lag.toFixed(1)} s`],
  ['errors', 'errors since the start', (seen) => String(seen.errors)],
];

const values = new Map(tiles.map(([id]) => [id, el('dd', { 'data-testid': id }, '–')]));
place('tiles').replaceChildren(...tiles.map(([id, says]) => el('div', {}, values.get(id)!, el('dt', {}, says))));

const charts = place('charts');
const rates = new Chart(charts, 'A second', ['Raws', 'updates', 'messages'], most);
const ages = new Chart(charts, 'Age at the publish, s', ['half', '99 of 100'], most);
const waits = new Chart(charts, 'Waiting: oldest Raw, s; Raws in hand', ['s', 'Raws'], most);
const machine = new Chart(charts, 'Memory, MB; processor, %', ['MB', '%'], most);

interface Part {
  readonly name: string;
  readonly healthy: boolean;
  readonly milliseconds: number;
  readonly seen?: string;
}

interface Ready {
  readonly status: string;
  readonly parts: readonly Part[];
  readonly waiting?: readonly { readonly what: string; readonly about: string; readonly seconds: number; readonly isLate: boolean }[];
}

function showReady({ parts, waiting = [] }: Ready): void {
  const row = (name: string, says: string, good: boolean): HTMLElement =>
    el('tr', { 'data-good': String(good) }, el('th', { scope: 'row' }, name), el('td', {}, says));
  place('parts').replaceChildren(
    el(
      'table',
      {},
      ...parts.map((part) =>
        row(
          part.name,
          part.healthy ? `answers in ${part.milliseconds.toFixed(1)} ms` : `does not answer; last seen ${part.seen ?? 'never'}`,
          part.healthy,
        ),
      ),
      ...waiting.map((one) => row(`oldest ${one.what}`, `${one.about}, ${one.seconds} s`, !one.isLate)),
    ),
  );
}

function show(seen: Reading): void {
  for (const [id, , of] of tiles) setText(values.get(id)!, of(seen));
  const now = Date.now() / 1_000;
  rates.add(now, [seen.raws, seen.updates, seen.messages]);
  ages.add(now, [seen.ageHalf, seen.ageMost]);
  waits.add(now, [seen.lag, seen.records]);
  machine.add(now, [seen.memory, seen.processor]);
}

function connected(health: 'fresh' | 'stale', says: string): void {
  place('connection').dataset.health = health;
  setText(place('connection'), says);
}

let before: readonly [page: Page, at: number] | undefined;

async function look(): Promise<void> {
  try {
    const [metrics, ready] = await Promise.all([
      fetch('/api/metrics', { signal: AbortSignal.timeout(10_000) }),
      fetch('/api/ready?detail=1', { signal: AbortSignal.timeout(10_000) }),
    ]);
    if (!metrics.ok) throw new Error(`the metrics are closed (${metrics.status})`);
    const now = [read(await metrics.text()), performance.now()] as const;
    if (before) show(reading(before[0], now[0], (now[1] - before[1]) / 1_000));
    before = now;
    const told = (await ready.json()) as Ready;
    showReady(told);
    connected(told.status === 'ready' ? 'fresh' : 'stale', told.status === 'ready' ? 'Ready' : 'Not ready');
  } catch (error) {
    connected('stale', error instanceof Error ? error.message : 'It does not answer');
  }
  setTimeout(() => void look(), every);
}

void look();
