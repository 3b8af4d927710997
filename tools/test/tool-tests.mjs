import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { runCommand } from './command.mjs';

/** The tools' own tests need no package, so Node's runner is enough for them. */
export async function runToolTests() {
  const names = readdirSync(join(root, 'tools'), { recursive: true, encoding: 'utf8' });
  const files = names
    .filter((name) => name.endsWith('.test.mjs'))
    .map((name) => join('tools', name));
  const { ok, output } = await runCommand([
    process.execPath,
    '--test',
    '--test-reporter=tap',
    ...files,
  ]);
  return readTap(output, ok);
}

export function readTap(output, ok) {
  const count = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(output)?.[1] ?? 0);
  const failed = count('fail') + count('cancelled');
  const counts = { passed: count('pass'), failed, skipped: count('skipped') + count('todo') };
  // A runner that fell over has no failing test to show for it.
  if (!ok && failed === 0) counts.failed = 1;
  return counts.failed > 0 ? { ...counts, output: failuresIn(output) } : counts;
}

/** From each `not ok` to the end of its details; the rest of the protocol interests nobody. */
function failuresIn(output) {
  const blocks = output.match(/^ *not ok [\s\S]*?^ *\.\.\.$/gm);
  return blocks ? blocks.join('\n') : output;
}
