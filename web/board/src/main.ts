import { Viewer } from '@live-view/viewer';
import { Board } from './board.js';
import { listTopics } from './topics.js';

const listEvery = 30_000;
const wide = window.matchMedia('(min-width: 60rem)');
const place = (id: string): HTMLElement => document.getElementById(id)!; // the ids stand in index.html

const viewer = new Viewer({ negotiate: new URL('/api/negotiate', location.href).href });
const board = new Board(viewer, {
  matches: place('matches'),
  detail: place('detail'),
  connection: place('connection'),
  age: place('age'),
});

function route(): void {
  const topic = decodeURIComponent(location.hash.slice(1));
  if (topic === 'none') board.choose(undefined);
  else board.choose(topic || (wide.matches ? board.first : undefined)); // beside the list there is room for one anyway
}

let next = 1_000; // opening the board is what has the matches asked for: they appear within seconds, so it looks again soon at first

async function list(): Promise<void> {
  let wait = next;
  next = Math.min(listEvery, next * 2);
  try {
    board.list(await listTopics());
    route();
  } catch (error) {
    console.warn(error);
    wait = 1_000 + Math.random() * 9_000; // nothing may be up yet: sooner than usual, and not all at once
  }
  setTimeout(() => void list(), wait);
}

addEventListener('hashchange', route);
addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && board.chosen) {
    document.querySelector<HTMLElement>('.match[aria-current]')?.focus();
    location.hash = 'none';
  }
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const matches = [...document.querySelectorAll<HTMLElement>('.match')];
  const at = matches.indexOf(document.activeElement as HTMLElement);
  if (step === 0 || at < 0) return;
  event.preventDefault();
  matches[at + step]?.focus();
});
addEventListener('pagehide', (event) => event.persisted || viewer.dispose());
viewer.on('error', (error) => console.debug(error));
setInterval(() => board.tick(), 1_000);
void list();
