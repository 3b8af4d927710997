import { changesState } from './named-values.ts';

/** What a process says of itself in its heartbeat: the entries of the log that it can read. */
export interface LogReader {
  /** 2: any entry with named values can be stored, hashed and passed over. */
  version: number;
  /** Types with named values whose meaning is known. */
  types: readonly string[];
}

/**
 * Types of log 2 in the order in which versions brought them. `logTypes` in a sale's fsmeta says how many
 * of them scripts may write there, so types are only ever added, at the end.
 */
export const laterTypes: readonly string[] = [];

export const logReader: LogReader = { version: 2, types: laterTypes };

type Processes = readonly { info: Record<string, unknown> }[];

/**
 * Whether a new type may be written: each live worker and API has announced that it can read it. Those
 * that only tell something may be passed over; all others have to be known.
 */
export function mayWrite(type: string, processes: Processes): boolean {
  return processes.every(({ info }) => {
    const { version = 1, types = [] } = (info.log ?? {}) as Partial<LogReader>;
    return version >= 2 && (!changesState(type) || types.includes(type));
  });
}

/** How many of the later types may be written: none behind one that a live process cannot read. */
export function countWritable(processes: Processes, types: readonly string[] = laterTypes): number {
  const first = types.findIndex((type) => !mayWrite(type, processes));
  return first === -1 ? types.length : first;
}
