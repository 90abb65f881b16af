// A viewer of one tier on web/viewer, as a program of its own: every line it writes is something it saw, every line it reads an order.
import { createInterface } from 'node:readline';

const [library, given] = process.argv.slice(2);
const { server, tier, patience, dice } = JSON.parse(given);
const { Viewer, canonical } = await import(library);
const say = (seen) => process.stdout.write(`${JSON.stringify(seen)}\n`);
const clock = {
  now: () => Date.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
  random: () => dice ?? Math.random(),
};
const viewer = new Viewer({ negotiate: `${server}api/negotiate`, clock, ...patience });
viewer.on('error', (error) => say({ error: String(error) }));
const tierOf = viewer.subscribe(tier);
tierOf.on('health', (health) => say({ health }));
tierOf.on('change', ({ position, state, entries, reset, missing }) =>
  say({ offset: position.offset, document: state && canonical(state), entries: entries.map(canonical), reset, missing }),
);
say({ health: tierOf.health });
for await (const order of createInterface({ input: process.stdin })) {
  if (order === 'count') {
    globalThis.gc();
    // Sockets and timers; what belongs to standard input and output is there all the time.
    say({ count: process.getActiveResourcesInfo().filter((name) => /TCP|Timeout|Immediate/.test(name)).length, heap: process.memoryUsage().heapUsed });
  } else if (order === 'age') say({ age: tierOf.age, checked: tierOf.checked });
  else if (order === 'dispose') viewer.dispose();
}
viewer.dispose();
