import { setTimeout as sleep } from 'node:timers/promises';
import { format } from 'node:util';
import { expect as vitestExpect, vi as vitestVi } from 'vitest';

type Work = (...row: never[]) => unknown;

/** What is done around the tests of a group, and of the groups in it. */
interface Group {
  title: string;
  before: Work[];
  after: Work[];
}

export interface KeptTest {
  file: string;
  name: string;
  run: () => unknown;
  groups: readonly Group[];
}

/** The tests of one file, which is loaded once, and what has to be done before the first of them. */
export interface KeptFile {
  tests: KeptTest[];
  before: Work[];
}

const newGroup = (title: string): Group => ({ title, before: [], after: [] });

let loading: KeptFile & { file: string; groups: Group[] } = {
  ...{ file: '', tests: [], before: [], groups: [newGroup('')] },
};
let endings: (() => unknown)[] = [];

// Fake timers ask for it, and have it where vitest itself runs.
const world = globalThis as { __vitest_worker__?: object };
world.__vitest_worker__ ??= { config: { fakeTimers: {} } };

/** Loads a file of tests: each can be run as often as is wanted. */
export async function keepTests(file: string, url: string): Promise<KeptFile> {
  loading = { file, tests: [], before: [], groups: [newGroup('')] };
  await import(url);
  return loading;
}

export async function runTest({ run, groups }: KeptTest): Promise<void> {
  endings = [];
  try {
    for (const work of groups.flatMap(({ before }) => before)) {
      await work();
    }
    await run();
  } finally {
    const ends = [...groups].reverse().flatMap(({ after }) => after);
    for (const end of [...endings.reverse(), ...ends]) {
      await end();
    }
  }
}

function keep(title: string, run: () => unknown): void {
  const { file, tests } = loading;
  const groups = [...loading.groups];
  const titles = groups.slice(1).map((group) => group.title);
  tests.push({ file, name: [...titles, title].join(' > '), run, groups });
}

/** One for each row of a table, named as vitest does. */
const eachOf =
  (one: (title: string, run: () => unknown) => unknown) =>
  (table: readonly unknown[]) =>
  (title: string, work: Work) => {
    for (const row of table) {
      const values = Array.isArray(row) ? row : [row];
      const shown = values.slice(0, title.match(/%[a-z]/g)?.length ?? 0);
      one(format(title, ...shown), () => work(...(values as never[])));
    }
  };

export const test = Object.assign((title: string, work: () => unknown) => keep(title, work), {
  each: eachOf(keep),
});

function group(title: string, work: () => unknown): void {
  loading.groups.push(newGroup(title));
  work();
  loading.groups.pop();
}

export const describe = Object.assign(group, { each: eachOf(group) });

export const beforeAll = (work: Work) => loading.before.push(work);
/** All that a file has started ends with this process. */
export const afterAll = () => {};
export const beforeEach = (work: Work) => loading.groups.at(-1)?.before.push(work);
export const afterEach = (work: Work) => loading.groups.at(-1)?.after.push(work);
export const onTestFinished = (end: () => unknown) => endings.push(end);
export const vi = vitestVi;

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
