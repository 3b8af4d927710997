import { setTimeout as sleep } from 'node:timers/promises';
import { format } from 'node:util';
import { expect as vitestExpect } from 'vitest';

type Work = (...row: never[]) => unknown;

export interface KeptTest {
  file: string;
  name: string;
  run: () => unknown;
}

/** The tests of one file, which is loaded once, and what has to be done before the first of them. */
export interface KeptFile {
  tests: KeptTest[];
  before: Work[];
}

let loading: KeptFile & { file: string; groups: string[] } = {
  ...{ file: '', tests: [], before: [], groups: [] },
};
let endings: (() => unknown)[] = [];

/** Loads a file of tests: each can be run as often as is wanted. */
export async function keepTests(file: string, url: string): Promise<KeptFile> {
  loading = { file, tests: [], before: [], groups: [] };
  await import(url);
  return loading;
}

export async function runTest(one: KeptTest): Promise<void> {
  endings = [];
  try {
    await one.run();
  } finally {
    for (const end of endings.reverse()) {
      await end();
    }
  }
}

function keep(title: string, run: () => unknown): void {
  const { file, tests, groups } = loading;
  tests.push({ file, name: [...groups, title].join(' > '), run });
}

export const test = Object.assign((title: string, work: Work) => keep(title, work), {
  each: (table: readonly unknown[]) => (title: string, work: Work) => {
    for (const row of table) {
      const values = Array.isArray(row) ? row : [row];
      keep(format(title, ...values), () => work(...(values as never[])));
    }
  },
});

export const describe = Object.assign(
  (title: string, work: () => void) => {
    loading.groups.push(title);
    work();
    loading.groups.pop();
  },
  {
    each: (table: readonly unknown[]) => (title: string, work: Work) => {
      for (const row of table) {
        const values = Array.isArray(row) ? row : [row];
        describe(format(title, ...values), () => work(...(values as never[])));
      }
    },
  },
);

export const beforeAll = (work: Work) => loading.before.push(work);
/** All that a file has started ends with this process. */
export const afterAll = () => {};
export const onTestFinished = (end: () => unknown) => endings.push(end);

const POLL_MS = 5_000;

/** Asks again until the answer is as expected. */
function poll(ask: () => unknown, { timeout = POLL_MS }: { timeout?: number } = {}) {
  const until = Date.now() + timeout;
  const matchers = vitestExpect(undefined) as unknown as Record<string, unknown>;
  return new Proxy(matchers, {
    get:
      (_, name: string) =>
      async (...wanted: unknown[]) => {
        for (;;) {
          try {
            const checks = vitestExpect(await ask()) as unknown as Record<string, Work>;
            return await checks[name]?.(...(wanted as never[]));
          } catch (error) {
            if (Date.now() > until) {
              throw error;
            }
            await sleep(50);
          }
        }
      },
  });
}

export const expect = Object.assign(
  (value: unknown, message?: string) => vitestExpect(value, message),
  vitestExpect,
  { poll },
);
