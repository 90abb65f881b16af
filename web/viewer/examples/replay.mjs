// Plays a recording step by step to its end: node replay.mjs http://localhost:7071 game:rugs.20251029-e0e72b644b944a13
// Every log entry that is shown is a line; what is not proven by its hash is not shown, and fails.
import { Player } from '@live-view/viewer';

const [server, topic] = process.argv.slice(2);
const player = new Player(topic, { negotiate: `${server}/api/negotiate` });
const show = (entries) => entries.forEach((entry) => console.log(JSON.stringify(entry)));
player.on('error', (error) => {
  console.error(error);
  process.exitCode = 1;
});
await player.open();
for (const { entries } of player.tiers.values()) show(entries);
player.on('change', ({ entries }) => show(entries));
while (player.at < player.to && !process.exitCode) await player.step(1);
player.dispose();
