import { readFileSync } from 'node:fs';

export interface Run {
  api: string;
  admin: string;
  site: string;
  /** By name: start, api, worker, … */
  pids: Record<string, number>;
}

/** Read anew each time: whoever was killed comes back with another pid. */
export const readRun = (file = process.env.E2E_RUN ?? '') =>
  JSON.parse(readFileSync(file, 'utf8')) as Run;
