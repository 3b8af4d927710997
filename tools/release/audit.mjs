// npm run audit: fails when a package that the product runs on has a known high or critical weakness.
// Where the registry keeps no advisories nothing can be judged, which is said; --strict makes it a
// failure. An advisory that does no harm here goes into tools/check/accepted.json, with url, reason
// and until (a day).
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readJson } from '../process/files.mjs';
import { root } from '../process/paths.mjs';

const say = (line) => console.log(`[audit] ${line}`);
const grave = new Set(['high', 'critical']);

/**
 * What `npm audit --json` found, judged: `{ answered, open, accepted, stale }`. An advisory counts when
 * it is high or critical and no acceptance with a reason covers this day.
 */
export function judgeAudit(report, acceptances, today) {
  if (!report?.vulnerabilities) {
    return {
      answered: false,
      reason: report?.message ?? 'no answer',
      open: [],
      accepted: [],
      stale: [],
    };
  }
  const advisories = new Map();
  for (const { name, via } of Object.values(report.vulnerabilities)) {
    // A text names the dependency through which it comes; that one has an entry of its own.
    for (const cause of via.filter((each) => typeof each === 'object')) {
      if (grave.has(cause.severity)) {
        advisories.set(cause.url, { ...cause, package: name });
      }
    }
  }
  const isAccepted = ({ url }) =>
    acceptances.some((one) => one.url === url && one.reason && one.until >= today);
  const found = [...advisories.values()];
  return {
    answered: true,
    open: found.filter((advisory) => !isAccepted(advisory)),
    accepted: found.filter(isAccepted),
    stale: acceptances.filter(({ url }) => !advisories.has(url)),
  };
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function audit() {
  const args = ['audit', '--omit=dev', '--json', '--package-lock-only'];
  const { stdout } = spawnSync('npm', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });
  const accepted = readJson(join(root, 'tools/check/accepted.json'));
  const verdict = judgeAudit(parse(stdout), accepted, new Date().toISOString().slice(0, 10));

  for (const { package: name, severity, title, url } of verdict.open) {
    say(`${severity}: ${name}: ${title} (${url})`);
  }
  for (const { url } of verdict.accepted) {
    say(`accepted: ${url}`);
  }
  for (const { url } of verdict.stale) {
    say(`no longer found, remove it from accepted.json: ${url}`);
  }
  if (!verdict.answered) {
    say(`not judged: the registry keeps no advisories (${verdict.reason})`);
  } else if (verdict.open.length === 0) {
    say('no high or critical weakness is known');
  }
  const isStrict = process.argv.includes('--strict');
  process.exitCode = verdict.open.length > 0 || (isStrict && !verdict.answered) ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  audit();
}
