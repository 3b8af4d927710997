import { readFileSync } from 'node:fs';

export interface Run {
  api: string;
  admin: string;
  site: string;
  /** By name: start, api, worker, … */
  pids: Record<string, number>;
}

/** Read anew each time: a process that was killed is started again with another pid. */
export const readRun = (file = process.env.E2E_RUN ?? '') =>
  JSON.parse(readFileSync(file, 'utf8')) as Run;
