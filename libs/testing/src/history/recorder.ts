import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { LogEntry } from '@flash/fairness';
import { type Action, monotonicNow, type Operation, type Result } from './operation.ts';

/** Who does what, before it is known how it ends. */
export interface Call {
  saleId: string;
  client: string;
  buyer: string;
  action: Action;
  attempt?: number | undefined;
}

/** What clients did in the sales of one run. */
export interface History {
  /** Runs the call and notes what came of it; a call that throws has an unknown outcome. */
  record<T>(call: Call, run: () => Promise<T>, resultOf: (answer: T) => Result | null): Promise<T>;
  of(saleId: string): Operation[];
  sales(): string[];
}

export function createHistory(): History {
  const sales = new Map<string, Operation[]>();

  return {
    async record({ saleId, ...who }, run, resultOf) {
      const operation: Operation = { ...who, invoke: monotonicNow(), return: null, result: null };
      const known = sales.get(saleId);
      if (known) {
        known.push(operation);
      } else {
        sales.set(saleId, [operation]);
      }
      const answer = await run();
      operation.return = monotonicNow();
      operation.result = resultOf(answer);
      return answer;
    },
    of: (saleId) => sales.get(saleId) ?? [],
    sales: () => [...sales.keys()],
  };
}

/** A sale as a file: a line of JSON for each entry of its log, then one for each call of a client. */
export function writeHistory(
  file: string,
  { entries, operations }: { entries: readonly LogEntry[]; operations: readonly Operation[] },
): void {
  mkdirSync(dirname(file), { recursive: true });
  const lines = [...entries, ...operations].map((line) => JSON.stringify(line));
  writeFileSync(file, `${lines.join('\n')}\n`);
}

export function readHistoryFile(file: string): { entries: LogEntry[]; operations: Operation[] } {
  const entries: LogEntry[] = [];
  const operations: Operation[] = [];
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line === '') {
      continue;
    }
    const read = JSON.parse(line) as LogEntry | Operation;
    if ('type' in read) {
      entries.push(read);
    } else {
      operations.push(read);
    }
  }
  return { entries, operations };
}
