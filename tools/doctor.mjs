// npm run doctor [-- --json]: what would be used on this machine, and what is missing.
import { examine } from './doctor/examine.mjs';
import { readEnvironment, readOptions } from './start/options.mjs';

const env = readEnvironment();
const findings = await examine({ env, options: readOptions([], env) });
const isMissing = ({ ok, needed = true }) => !ok && needed;

if (process.argv.includes('--json')) {
  console.log(JSON.stringify({ ok: !findings.some(isMissing), findings }, null, 2));
} else {
  const width = Math.max(...findings.map(({ what }) => what.length));
  for (const finding of findings) {
    const mark = finding.ok ? 'ok  ' : isMissing(finding) ? 'FAIL' : 'warn';
    console.log(`${mark}  ${finding.what.padEnd(width)}  ${finding.detail}`);
    if (!finding.ok) console.log(`      ${' '.repeat(width)}  → ${finding.next}`);
  }
}
process.exitCode = findings.some(isMissing) ? 1 : 0;
