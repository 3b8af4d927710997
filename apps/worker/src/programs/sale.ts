import { createLogger, loadEnv } from '@flash/shared-config';
import { openConnections } from '../base/connections.ts';
import { createReleaseDeps } from './release.ts';
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
  (ok || call.command !== 'resume' ? process.stdout : process.stderr).write(
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
  try {
    const deps = createReleaseDeps(connections, env.restoreGraceMs);
    return await tell({ ...deps, payment: connections.payment }, asked);
  } finally {
    await connections.close();
  }
}
