import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { startMongo } from '../engines/mongo.mjs';
import { startRedis } from '../engines/redis.mjs';
import { identify, lastLines, stopProcess } from '../process/children.mjs';
import { writePrivate } from '../process/files.mjs';
import { fatal, waitFor } from '../process/wait.mjs';

const READY_TIMEOUT_MS = 60_000;
const LONGEST_PAUSE_MS = 10_000;
const SOUND_AFTER_MS = 10_000;
const LARGEST_LOG = 20 * 1024 * 1024;

/**
 * One supervised process. Before its first readiness an end is a failure of the start; afterwards
 * it is said and the process comes back, after a pause that doubles while it keeps dying.
 */
export function createService({ name, argv, env, readyUrl, dir, say, changed }) {
  mkdirSync(join(dir, 'logs'), { recursive: true });
  const logFile = join(dir, 'logs', `${name}.log`);
  const note = join(dir, 'pids', `${name}.json`);
  const state = { identity: undefined, wasReady: false, isStopping: false, failures: 0 };
  let timer;

  function launch() {
    keepOneEarlierLog(logFile);
    const log = openSync(logFile, 'a', 0o600);
    state.logStart = fstatSync(log).size;
    const [file, ...args] = argv;
    // A separate session: Ctrl-C must reach only the starter, which stops everything in order.
    const child = spawn(file, args, { env, stdio: ['ignore', log, log], detached: true });
    closeSync(log);
    state.identity = identify(child.pid);
    state.startedAt = performance.now();
    state.end = undefined;
    if (child.pid) {
      writePrivate(note, state.identity);
    }
    child.once('error', (error) => ended(error.message));
    child.once('exit', (code, signal) => ended(signal ?? `code ${code}`));
  }

  function ended(reason) {
    state.end = reason;
    if (state.isStopping || !state.wasReady) {
      return;
    }
    if (performance.now() - state.startedAt > SOUND_AFTER_MS) {
      state.failures = 0;
    }
    const pauseMs = Math.min(250 * 2 ** state.failures, LONGEST_PAUSE_MS);
    state.failures += 1;
    say(`${name} ended (${reason}); starting it again in ${pauseMs / 1000} s. Log: ${logFile}`);
    timer = setTimeout(comeBack, pauseMs);
  }

  function comeBack() {
    launch();
    changed();
  }

  async function start() {
    launch();
    const answers = async () => {
      if (state.end) {
        throw fatal(`${name} ended (${state.end}). ${logFile}:\n${lastLines(logFile, 15)}`);
      }
      return readyUrl ? isAnswering(readyUrl) : true;
    };
    await waitFor(answers, {
      timeoutMs: READY_TIMEOUT_MS,
      everyMs: 100,
      what: `${name} (${logFile})`,
    });
    state.wasReady = true;
  }

  /** The output since the last start of the process. */
  const output = () => readFileSync(logFile).subarray(state.logStart).toString();

  async function stop(graceMs) {
    state.isStopping = true;
    clearTimeout(timer);
    if (!state.end) {
      await stopProcess(state.identity, { graceMs });
    }
    rmSync(note, { force: true });
  }

  return { name, start, stop, output, pid: () => state.identity?.pid };
}

function keepOneEarlierLog(file) {
  if (existsSync(file) && statSync(file).size > LARGEST_LOG) {
    renameSync(file, `${file}.1`);
  }
}

async function isAnswering(url) {
  const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(2000) });
  await answer.body?.cancel();
  return answer.status < 400;
}

const starters = { redis: startRedis, mongo: startMongo };
const LOOK_EVERY_MS = 250;

/**
 * Engines are not children of this process, so no event tells when one ends: it is polled. It is
 * started again on its old port, because every application knows that one.
 */
export function watchEngines(engines, { dir, say, changed }) {
  let isStopping = false;
  let timer = setTimeout(look, LOOK_EVERY_MS);

  async function look() {
    for (const engine of engines) {
      if (!isStopping && engine.isAlive && !engine.isAlive()) {
        await revive(engine);
      }
    }
    if (!isStopping) {
      timer = setTimeout(look, LOOK_EVERY_MS);
    }
  }

  async function revive(engine) {
    const { name, source, port } = engine;
    say(`${name} ended; starting it again on port ${port}`);
    try {
      Object.assign(engine, await starters[name]({ source, dir: join(dir, name), port }));
      say(`${name} answers again`);
      changed();
    } catch (error) {
      if (!isStopping) {
        say(error.message);
      }
    }
  }

  return {
    stop() {
      isStopping = true;
      clearTimeout(timer);
    },
  };
}

/**
 * What was started is undone in reverse order: applications, then engines, then the notes about
 * them. Signals end here, and so does a start that fails halfway.
 */
export function createStopper(say) {
  const steps = [];
  const abort = new AbortController();
  let stopping;

  async function undo(exitCode) {
    abort.abort();
    for (const step of steps.reverse()) {
      try {
        await step();
      } catch (error) {
        say(error.message);
      }
    }
    process.exit(exitCode);
  }

  function stop(exitCode) {
    stopping ??= undo(exitCode);
    return stopping;
  }

  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(name, () => {
      if (!stopping) {
        say('stopping');
      }
      stop(0);
    });
  }

  return {
    add: (step) => steps.push(step),
    stop,
    /** Aborted as soon as the stop begins, for work that has to be cut short. */
    signal: abort.signal,
    get isStopping() {
      return stopping !== undefined;
    },
  };
}
