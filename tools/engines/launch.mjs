import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { isAlive, lastLines, spawnDetached, stopProcess } from '../process/children.mjs';
import { readJson, writePrivate } from '../process/files.mjs';
import { findFreePort, keepOrFindPort } from '../process/ports.mjs';
import { fatal, waitFor } from '../process/wait.mjs';

const READY_TIMEOUT_MS = 60_000;
const ATTEMPTS = 3;

/**
 * What Redis and mongod have in common: take over what still runs in this folder, else start it on
 * a free port, wait until it answers, and write down its process so that a later run can stop it.
 */
export async function launch(engine) {
  const file = join(engine.dir, 'engine.json');
  const earlier = readJson(file);
  if (isAlive(earlier)) {
    if (await engine.isReady(earlier.port)) {
      return describe(engine, earlier, true);
    }
    await stopProcess(earlier, { graceMs: 3000, name: engine.stopSignal });
  }
  let port = engine.port ?? (await keepOrFindPort(earlier?.port));
  for (let attempt = 1; ; attempt += 1) {
    try {
      const identity = await startOn(engine, port, file);
      return describe(engine, { ...identity, port }, false);
    } catch (error) {
      // Another process may take the port between finding it and listening on it.
      if (engine.port || attempt === ATTEMPTS || !/in use/i.test(error.message)) {
        throw error;
      }
      port = await findFreePort();
    }
  }
}

async function startOn(engine, port, file) {
  const logFile = join(engine.dir, `${engine.label}.log`);
  const { failure, ...identity } = spawnDetached(engine.commandFor(port), { logFile });
  writePrivate(file, { ...identity, port });
  const isReady = async () => {
    // The error of a command that does not exist comes one turn later.
    await setImmediate();
    if (failure()) {
      throw fatal(`${engine.label} did not start: ${failure().message}`);
    }
    if (!isAlive(identity)) {
      throw fatal(`${engine.label} ended while starting. ${logFile}:\n${lastLines(logFile)}`);
    }
    return engine.isReady(port);
  };
  try {
    await waitFor(isReady, { timeoutMs: READY_TIMEOUT_MS, what: engine.label });
  } catch (error) {
    await stopProcess(identity, { graceMs: 2000, name: engine.stopSignal });
    throw error;
  }
  return identity;
}

function describe(engine, { pid, startTime, port }, reused) {
  const identity = { pid, startTime };
  return {
    label: engine.label,
    url: engine.urlFor(port),
    port,
    identity,
    reused,
    isAlive: () => isAlive(identity),
    stop: (graceMs = 4000) => stopProcess(identity, { graceMs, name: engine.stopSignal }),
  };
}
