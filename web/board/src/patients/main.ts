import { Viewer, type Subscription } from '@live-view/viewer';
import { el, setText } from '../dom.js';
import { describe, worst } from '../health.js';
import { Bed } from './bed.js';

/** The token of who looks stands behind the hash once, which is sent to nobody, and then only in this tab. */
const kept = 'live-view.bearer';
const relistEvery = 15_000;
const place = (id: string): HTMLElement => document.getElementById(id)!; // the ids stand in patients.html

if (location.hash.length > 1) {
  sessionStorage.setItem(kept, decodeURIComponent(location.hash.slice(1)));
  history.replaceState(null, '', location.pathname);
}

const bearer = (): Record<string, string> => {
  const token = sessionStorage.getItem(kept);
  return token ? { authorization: `Bearer ${token}` } : {};
};
const viewer = new Viewer({ negotiate: new URL('/api/negotiate', location.href).href, headers: bearer });
const followed = new Map<string, Subscription>();

function follow(topic: string, title: string): void {
  if (followed.has(topic)) return;
  const bed = new Bed(title, (alert) => void acknowledge(topic, alert));
  const vitals = viewer.subscribe(`${topic}/vitals`);
  followed.set(topic, vitals);
  vitals.on('change', () => bed.show(vitals.state));
  if (followed.size === 1) place('beds').replaceChildren();
  place('beds').append(bed.element);
}

/** What was done is shown when it comes back as a change, not before. */
async function acknowledge(topic: string, alert: string): Promise<void> {
  const patient = topic.slice(topic.indexOf(':') + 1);
  await fetch(`/api/patients/${patient}/alerts/${alert}/acknowledge`, {
    method: 'POST',
    headers: bearer(),
    signal: AbortSignal.timeout(10_000),
  });
}

async function list(): Promise<void> {
  try {
    const response = await fetch('/api/topics?feed=patients&recent=50', { headers: bearer(), signal: AbortSignal.timeout(10_000) });
    if (response.status === 401 || response.status === 403) {
      place('beds').replaceChildren(
        el('p', { class: 'quiet', 'data-testid': 'refused' }, 'You are of no care team here. The address of the ward carries who you are.'),
      );
    } else {
      const { topics } = (await response.json()) as { topics?: readonly Record<string, unknown>[] };
      for (const row of topics ?? [])
        if (typeof row.topic === 'string' && row.phase !== 'finished') follow(row.topic, String(row.title ?? row.topic));
    }
  } catch (error) {
    console.warn(error);
  }
  setTimeout(() => void list(), relistEvery);
}

setInterval(() => {
  const health = worst(followed.values());
  const [word, meaning] = describe(health);
  const connection = place('connection');
  setText(connection, word);
  connection.title = meaning;
  connection.dataset.health = health ?? 'recovering';
}, 500);
addEventListener('pagehide', (event) => event.persisted || viewer.dispose());
void list();
