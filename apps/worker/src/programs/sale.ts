import { randomUUID } from 'node:crypto';
import { createEngine } from '@flash/reservation';
import { createLogger, loadEnv } from '@flash/shared-config';
import { SECOND_MS } from '@flash/shared-utils';
import { createAlert } from '../base/alerts.ts';
import { openConnections } from '../base/connections.ts';
import { createCrashHook } from '../base/crash-points.ts';
import { createLocks } from '../base/drain-lock.ts';
import { createMetrics } from '../base/metrics.ts';
import { createBlockCodec } from '../log-store/block-codec.ts';
import { createRestore } from '../restore/restore.ts';
import { type Call, callOf, type Told, tell, USAGE } from './sale-command.ts';

/**
 * For operators: what the audit says of a sale, and letting a halted one go on.
 * Ends with 0 when nothing is wrong, with 2 when it was called wrongly, and with 1 otherwise.
 */
const call = callOf(process.argv.slice(2));
if (call) {
  const { ok, lines } = await run(call).catch((error: unknown) => ({
    ok: false,
    lines: [error instanceof Error ? error.message : String(error)],
  }));
  (ok || call.command === 'inspect' ? process.stdout : process.stderr).write(
    `${lines.join('\n')}\n`,
  );
  process.exitCode = ok ? 0 : 1;
} else {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
}

async function run(asked: Call): Promise<Told> {
  const env = loadEnv();
  const log = createLogger({ name: 'sale', level: 'warn', isProduction: env.isProduction });
  const connections = await openConnections(env, log);
  const { redis, db } = connections;
  const engine = createEngine(redis);
  const codec = createBlockCodec();
  const metrics = createMetrics({ defaults: false });
  const { restoreGraceMs } = env;
  const restore = createRestore({
    ...{ engine, db, codec, metrics, log },
    locks: createLocks({ engine, token: randomUUID(), ttlMs: SECOND_MS, log }),
    graceMs: restoreGraceMs,
    mayAsk: () => true,
    crash: createCrashHook(undefined, env),
    alert: createAlert(log, metrics.alerts, () => {}),
  });
  try {
    return await tell({ engine, db, redis, codec, restore, restoreGraceMs }, asked);
  } finally {
    await connections.close();
  }
}
