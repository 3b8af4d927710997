import { changesState } from './named-values.ts';

/** What a process says of itself in its heartbeat: the entries of the log that it can read. */
export interface LogReader {
  /** 2: any entry with named values can be stored, hashed and passed over. */
  version: number;
  /** Types with named values whose meaning is known. */
  types: readonly string[];
}

export const logReader: LogReader = { version: 2, types: [] };

/**
 * Whether a new type may be written: each live worker and API has announced that it can read it. Those
 * that only tell something may be passed over; all others have to be known.
 */
export function mayWrite(type: string, processes: readonly { info: Record<string, unknown> }[]) {
  return processes.every(({ info }) => {
    const { version = 1, types = [] } = (info.log ?? {}) as Partial<LogReader>;
    return version >= 2 && (!changesState(type) || types.includes(type));
  });
}
