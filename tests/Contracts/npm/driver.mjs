// Runs the checks of checks.mjs and express.mjs on demand, so that one Node process serves the whole test run.
// In:  {"id":1,"check":"C001","with":{"connectionString":"…","client":"1.1.0"}}   or the answer to a question: {"answer":7,"value":"…"}
// Out: {"id":1,"ok":true} | {"id":1,"ok":false,"error":"…"} | {"ask":7,"of":1,"what":"restart"}
import { createInterface } from 'node:readline';
import { checks } from './checks.mjs';
import { world } from './world.mjs';

const say = message => process.stdout.write(JSON.stringify(message) + '\n');
const questions = new Map();
let asked = 0;

async function run({ id, check, with: settings }) {
  const here = world({
    ...settings,
    check,
    ask: what => new Promise(resolve => {
      questions.set(++asked, resolve);
      say({ ask: asked, of: id, what });
    }),
  });
  let timer;
  try {
    await Promise.race([
      checks[check](here),
      new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`${check} did not end within 45 s`)), 45_000); }),
    ]);
    say({ id, ok: true });
  } catch (error) {
    say({ id, ok: false, error: error?.stack ?? String(error) });
  } finally {
    clearTimeout(timer);
    await here.end();
  }
}

process.on('unhandledRejection', () => { /* the official clients leave some behind when a connection ends; a check that cares looks itself */ });
createInterface({ input: process.stdin }).on('line', line => {
  const message = JSON.parse(line);
  if (message.answer) questions.get(message.answer)?.(message.value);
  else run(message);
}).on('close', () => process.exit(0));
