import { el } from '../dom.js';
import { describe } from '../health.js';
import { listRounds, type Round } from './rounds.js';
import { RoundPage } from './roundPage.js';

const listEvery = 10_000;
const place = (id: string): HTMLElement => document.getElementById(id)!; // the ids stand in game.html
let page: RoundPage | undefined;
let rounds: readonly Round[] = [];

/** What the address asks for; without a wish, the newest round. */
function route(): void {
  const wished = decodeURIComponent(location.hash.slice(1)) || rounds[0]?.topic;
  if (!wished || page?.topic === wished) return;
  page?.dispose();
  page = new RoundPage(place('round'), wished, rounds.find(({ topic }) => topic === wished)?.phase !== 'finished');
  show();
}

function show(): void {
  place('rounds').replaceChildren(
    ...rounds.map(({ topic, title, phase }) =>
      el(
        'a',
        { href: `#${encodeURIComponent(topic)}`, 'data-testid': 'round', 'data-phase': phase, 'aria-current': topic === page?.topic },
        title,
        el('small', {}, phase),
      ),
    ),
  );
}

async function list(): Promise<void> {
  try {
    rounds = await listRounds();
    route();
    show();
  } catch (error) {
    console.warn(error);
  }
  setTimeout(() => void list(), rounds.length > 0 ? listEvery : 1_000);
}

addEventListener('hashchange', route);
addEventListener('pagehide', (event) => event.persisted || page?.dispose());
setInterval(() => {
  const health = page?.health ?? 'recovering';
  const connection = place('connection');
  const [word, meaning] = page?.replaying ? ['Replay', 'What is shown is recorded, and proven.'] : describe(health);
  Object.assign(connection, { textContent: word, title: meaning });
  connection.dataset.health = page?.replaying ? 'fresh' : health;
}, 500);
void list();
