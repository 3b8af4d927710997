// Runs in the copy: the tests of the scripts are loaded once, and the text of a script is changed between two runs.
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { scriptOf } from '../../libs/reservation/src/call/run-script.ts';
import { loadScripts, scriptNames } from '../../libs/reservation/src/scripts.ts';
import type { Verdict } from '../judge.ts';
import { type KeptFile, keepTests, runTest } from './vitest.ts';

export interface ScriptOrder {
  /** The file that is changed, from the root of the copy; none: the tests have to pass. */
  changed: string;
  text: string;
  /** Files of tests, those that most likely find it first. */
  tests: readonly string[];
}

const root = new URL('../../', import.meta.url);
const folder = new URL('libs/reservation/src/lua/', root);
const texts = new Map(
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.lua'))
    .map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]),
);
const files = new Map<string, KeptFile>();
/** What each test took without any change. */
const usual = new Map<string, number>();
/** Tests that wait for something come last. */
const LONG_MS = 300;
const limitOf = (ms: number) => 10_000 + 5 * ms;

/** All scripts as they are, but for one file. */
function putScripts(changed: string, text: string): void {
  const textOf = (name: string) =>
    changed.endsWith(`/lua/${name}`) ? text : (texts.get(name) ?? '');
  const scripts = loadScripts();
  for (const name of scriptNames) {
    const whole = textOf(`${name}.lua`).replace(/^--@include (\w+)\n/gm, (_, one: string) =>
      textOf(`includes/${one}.lua`),
    );
    Object.assign(scripts[name], scriptOf(whole));
  }
}

async function load(file: string): Promise<KeptFile> {
  const known = files.get(file);
  if (known) {
    return known;
  }
  const kept = await keepTests(file, new URL(file, root).href);
  for (const work of kept.before) {
    await work();
  }
  files.set(file, kept);
  return kept;
}

async function judge({ changed, text, tests }: ScriptOrder): Promise<Verdict> {
  putScripts('', '');
  const kept: KeptFile[] = [];
  for (const file of tests) {
    kept.push(await load(file));
  }
  putScripts(changed, text);
  const all = kept.flatMap((file) => file.tests);
  const keyOf = ({ file, name }: { file: string; name: string }) => `${basename(file)} ${name}`;
  const took = (one: { file: string; name: string }) => usual.get(keyOf(one)) ?? 0;
  const isLong = (one: { file: string; name: string }) => Number(took(one) > LONG_MS);
  for (const one of all.sort((a, b) => isLong(a) - isLong(b))) {
    const startedAt = performance.now();
    const late = setTimeout(() => process.send?.({ kind: 'timeout' }), limitOf(took(one)));
    try {
      await runTest(one);
    } catch {
      return { kind: 'killed', killer: { file: one.file, test: one.name } };
    } finally {
      clearTimeout(late);
    }
    if (changed === '') {
      usual.set(keyOf(one), performance.now() - startedAt);
    }
  }
  return all.length > 0 ? { kind: 'survived' } : { kind: 'broken', output: 'no test was run' };
}

// What a changed script left behind in a test that has ended already.
process.on('unhandledRejection', () => {});
process.on('message', (order: ScriptOrder) => {
  void judge(order)
    .catch((error: unknown): Verdict => ({ kind: 'broken', output: String(error) }))
    .then((verdict) => process.send?.(verdict));
});
process.once('disconnect', () => process.exit());
process.send?.('ready');
