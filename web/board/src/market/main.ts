import { Viewer } from '@live-view/viewer';
import { el, setText } from '../dom.js';
import { child, text } from '../read.js';

/** Prices are decimals as text and stay so: they are shown as they came, never as binary numbers. */
const columns = ['last', 'change', 'ratio', 'bid', 'ask', 'volume'] as const;
const relistEvery = 15_000;
const place = (id: string): HTMLElement => document.getElementById(id)!; // the ids stand in market.html

const viewer = new Viewer({ negotiate: new URL('/api/negotiate', location.href).href });
const rows = new Map<string, HTMLTableRowElement>();
const body = el('tbody');
const followed = new Set<string>();

function show(name: string, row: unknown): void {
  let line = rows.get(name);
  if (!line) {
    line = el('tr', {}, el('td', {}, name), ...columns.map(() => el('td')));
    rows.set(name, line);
    body.append(line);
  }
  columns.forEach((column, at) => setText(line.cells[at + 1]!, text(row, column) ?? ''));
  const change = text(row, 'change') ?? '0';
  line.dataset.move = change.startsWith('-') ? 'down' : /[1-9]/.test(change) ? 'up' : 'still';
}

function follow(topic: string, title: string): void {
  if (followed.has(topic)) return;
  followed.add(topic);
  const isBoard = !topic.includes('.');
  const market = viewer.subscribe(`${topic}/market`);
  market.on('change', () => {
    if (!isBoard) show(title, child(market.state, 'quote'));
    else for (const [symbol, row] of Object.entries(child(market.state, 'symbols'))) show(`${symbol} (${title})`, row);
  });
  market.on('health', () => {
    place('connection').dataset.health = market.health;
    setText(place('connection'), market.health);
  });
  if (!isBoard) return;
  const index = viewer.subscribe(`${topic}/index`);
  index.on('change', () => {
    const lines = Object.entries((index.state ?? {}) as object).map(
      ([name, row]) => `${name} ${text(row, 'value') ?? ''} (${text(row, 'ratio') ?? '0'} %)`,
    );
    setText(place('indices'), lines.join(' · '));
  });
}

async function list(): Promise<void> {
  try {
    const response = await fetch('/api/topics?feed=market&recent=40', { signal: AbortSignal.timeout(10_000) });
    const { topics } = (await response.json()) as { topics?: readonly Record<string, unknown>[] };
    const known = (topics ?? []).flatMap((row) =>
      typeof row.topic === 'string' ? [{ topic: row.topic, title: text(row, 'title') ?? row.topic }] : [],
    );
    // Who is at an exchange's board is not asked for once more; one connection carries 50 tiers.
    const boards = known.filter(({ topic }) => !topic.includes('.')).map(({ topic }) => `${topic}.`);
    for (const { topic, title } of known) if (!boards.some((board) => topic.startsWith(board))) follow(topic, title);
  } catch (error) {
    console.warn(error);
  }
  setTimeout(() => void list(), relistEvery);
}

const head = el('thead', {}, el('tr', {}, el('th', {}, 'symbol'), ...columns.map((column) => el('th', {}, column))));
place('prices').replaceChildren(el('table', {}, head, body));
addEventListener('pagehide', (event) => event.persisted || viewer.dispose());
void list();
