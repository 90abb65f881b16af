import { el } from '../dom.js';
import { describe } from '../health.js';
import { text } from '../read.js';
import { StationPage } from './stationPage.js';

const listEvery = 15_000;
const place = (id: string): HTMLElement => document.getElementById(id)!; // the ids stand in tv.html
let page: StationPage | undefined;
let stations: readonly { topic: string; title: string }[] = [];

/** What the address asks for; without a wish, the first station. */
function route(): void {
  const wished = decodeURIComponent(location.hash.slice(1)) || stations[0]?.topic;
  if (!wished?.startsWith('tv:') || page?.topic === wished) return;
  page?.dispose();
  page = new StationPage(place('station'), wished);
}

function show(): void {
  place('stations').replaceChildren(
    ...stations.map(({ topic, title }) =>
      el('a', { href: `#${encodeURIComponent(topic)}`, 'data-testid': 'station', 'aria-current': topic === page?.topic }, title),
    ),
  );
}

async function list(): Promise<void> {
  try {
    const response = await fetch('/api/topics?feed=tv&recent=50', { signal: AbortSignal.timeout(10_000) });
    const { topics } = (await response.json()) as { topics?: readonly Record<string, unknown>[] };
    stations = (topics ?? []).flatMap((row) =>
      typeof row.topic === 'string' ? [{ topic: row.topic, title: text(row, 'title') ?? row.topic }] : [],
    );
    stations = [...stations].sort((a, b) => a.title.localeCompare(b.title) || a.topic.localeCompare(b.topic));
    route();
    show();
  } catch (error) {
    console.warn(error);
  }
  setTimeout(() => void list(), stations.length > 0 ? listEvery : 1_000);
}

addEventListener('hashchange', () => {
  route();
  show();
});
addEventListener('pagehide', (event) => event.persisted || page?.dispose());
setInterval(() => {
  page?.tick();
  const connection = place('connection');
  const [word, meaning] = describe(page?.health ?? 'recovering');
  Object.assign(connection, { textContent: word, title: meaning });
  connection.dataset.health = page?.health ?? 'recovering';
}, 500);
void list();
