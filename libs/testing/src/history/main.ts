// npm run replay -- <file>: judges a history that a failed run left in .data/histories once more.
import { readHistoryFile } from './recorder.ts';
import { replay } from './replay.ts';

const [file] = process.argv.slice(2);
if (!file) {
  throw new Error('usage: npm run replay -- <file of a history>');
}
const history = readHistoryFile(file);
const found = replay(history);
for (const { invariant, code, detail } of found) {
  console.log(`${invariant} ${code}: ${detail}`);
}
const counts = `${history.entries.length} entries, ${history.operations.length} calls`;
console.log(`${counts}: ${found.length === 0 ? 'right' : `${found.length} breaches`}`);
process.exitCode = found.length === 0 ? 0 : 1;
