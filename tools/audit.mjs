// npm run audit: fails when a package that the product runs on has a known high or critical weakness.
// Where the registry keeps no advisories nothing can be judged, which is said; --strict makes it a
// failure. An advisory that does no harm here goes into tools/supply/accepted.json, with url, reason
// and until (a day).
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { readJson } from './process/files.mjs';
import { judgeAudit } from './supply/judge-audit.mjs';

const say = (line) => console.log(`[audit] ${line}`);
const args = ['audit', '--omit=dev', '--json', '--package-lock-only'];
const { stdout } = spawnSync('npm', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });
const accepted = readJson(join(root, 'tools/supply/accepted.json'));
const verdict = judgeAudit(parse(stdout), accepted, new Date().toISOString().slice(0, 10));

for (const { package: name, severity, title, url } of verdict.open) {
  say(`${severity}: ${name}: ${title} (${url})`);
}
for (const { url } of verdict.accepted) say(`accepted: ${url}`);
for (const { url } of verdict.stale) say(`no longer found, remove it from accepted.json: ${url}`);
if (!verdict.answered) say(`not judged: the registry keeps no advisories (${verdict.reason})`);
else if (verdict.open.length === 0) say('no high or critical weakness is known');
const isStrict = process.argv.includes('--strict');
process.exitCode = verdict.open.length > 0 || (isStrict && !verdict.answered) ? 1 : 0;

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
