import { setTimeout as sleep } from 'node:timers/promises';
import { createBot } from './bots/bot.ts';
import { demoSales, pick } from './bots/find-sales.ts';

/** A small crowd for the demo, so that lines move. Only ever against this machine. */
const base = new URL(process.env.API_BASE ?? 'http://localhost:4000');
if (!['localhost', '127.0.0.1', '[::1]'].includes(base.hostname)) {
  throw new Error(`The demo's crowd only visits this machine, not ${base.hostname}.`);
}

const AT_ONCE_MAX = 40;
/** First a crowd that fills the line within seconds, then a trickle, then nobody new. */
const CROWD = { bots: 120, everyMs: 300 };
const TRICKLE = { bots: 2_000, everyMs: 1_500 };
const QUIET_MS = 60_000;

const run = Date.now().toString(36);
const present = new Set<Promise<void>>();
let made = 0;

for (;;) {
  const pace = made < CROWD.bots ? CROWD : TRICKLE;
  await sleep(made < TRICKLE.bots ? pace.everyMs : QUIET_MS);
  if (made >= TRICKLE.bots || present.size >= AT_ONCE_MAX) continue;
  const sale = pick(await demoSales(base));
  if (!sale) continue;
  made += 1;
  const visit = createBot({ base, ...sale, email: `bot-${run}-${made}@bots.flash.test` });
  const gone = visit().catch(() => undefined);
  present.add(gone);
  void gone.then(() => present.delete(gone));
}
