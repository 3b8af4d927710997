// node tools/check/words.mjs: words and idioms that this project does not use, in files and in the
// subjects of commits, and numeric constants that are not in capitals. Part of `npm run lint` and `npm test`.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../process/paths.mjs';

/** What to write instead: name who or what is meant. Identifiers count as well as prose. */
const words = [
  [/whoever|whomever/i, 'name who is meant: the buyer, the caller, the process that …'],
  [/nobody/i, '"no buyer", "no process", or say what is not the case'],
  [/somebody/i, '"a buyer", "another process", "a member"'],
  [/everybody/i, '"all buyers", "every caller"'],
  [/\banybody\b/i, '"anyone", or name who is meant'],
  [/\bany more\b(?! than)/i, '"no longer"'],
  [/\ball the same\b/i, '"still", "too"'],
  [/\bnothing but\b/i, '"only"'],
  [/\bin so many words\b/i, '"explicitly"'],
  [/\bso to speak\b|\bas it were\b/i, 'leave it out'],
  [/\bno news\b/i, 'say what is not logged or sent'],
  [/\bwould else\b|\bcould else\b/i, '"would otherwise"'],
  [/\bdeeds?\b/i, '"action"'],
  [/\berrands?\b/i, '"task"'],
  [/\bchores?\b/i, '"task", "job"'],
  [/\bfarewells?\b/i, '"clean-up"'],
  [/\bgoodbyes?\b/i, 'say what is closed'],
  [/\bgaze\b/i, '"polling"'],
  [/\blest\b/i, '"so that … not"'],
  [/\bwhence\b|\bthereof\b|\bhereby\b|\bwherein\b/i, 'plain words'],
  [/\bnone the less\b|\bnonetheless\b/i, '"still"'],
  [/\bto and fro\b/i, 'say what moves'],
];

/** Texts of the buyers' site are judged by their own tests; the rest is recorded, generated, third-party or this list. */
const skipped =
  /\/messages\/\w+\.json$|^apps\/site-web\/features\/states\/recorded\/|package-lock\.json$|^LICENSE$|\/common-passwords\.ts$|^tools\/check\/words(\.test)?\.mjs$/;
const texts =
  /\.(?:[cm]?[jt]sx?|lua|md|json|jsonc|ya?ml|conf|sh|css|html|toml)$|Dockerfile$|\/\.env/;

const constant = /^(?:export )?const [a-z]\w* = -?[\d_.]+(?: [*/+-] [\d_.]+)*;/;
const code = /\.(?:[cm]?[jt]sx?)$/;

/** Subjects of older commits are as they are. */
const FIRST_COMMIT = 'c50bece';

/** What is wrong with a line, one sentence for each. */
export const complaintsAbout = (line, file = '') => [
  ...words.flatMap(([pattern, instead]) => {
    const [found] = pattern.exec(line) ?? [];
    return found ? [`"${found}": write ${instead}`] : [];
  }),
  ...(code.test(file) && constant.test(line) ? ['write numeric constants in CAPITALS'] : []),
];

export const isJudged = (file) => texts.test(file) && !skipped.test(file);

export const complaintsInFile = (file, text) =>
  text
    .split('\n')
    .flatMap((line, index) =>
      complaintsAbout(line, file).map((complaint) => `${file}:${index + 1} ${complaint}`),
    );

const git = (...args) =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28, stdio: 'pipe' });

/** Tracked files; of an archive without history, all that are not in an ignored folder. */
export function listFiles() {
  try {
    return git('ls-files', '--cached', '--others', '--exclude-standard').split('\n');
  } catch {
    const ignored = /(?:^|\/)(?:node_modules|dist|\.next|\.nx|\.data|\.git)\//;
    return readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
      (file) => !ignored.test(file),
    );
  }
}

/** Nothing where the history is missing: an archive, or a clone of the last commits only. */
function listCommits() {
  try {
    return git('log', '--format=%h %s', `${FIRST_COMMIT}..HEAD`).split('\n').filter(Boolean);
  } catch {
    return [];
  }
}

function readText(file) {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch (error) {
    // Deleted and not yet committed.
    if (error.code === 'ENOENT') {
      return '';
    }
    throw error;
  }
}

/** Every complaint about this workspace. */
export function listComplaints() {
  const inFiles = listFiles()
    .filter(isJudged)
    .flatMap((file) => complaintsInFile(file, readText(file)));
  const inCommits = listCommits().flatMap((line) =>
    complaintsAbout(line).map((complaint) => `commit ${line}: ${complaint}`),
  );
  return [...inFiles, ...inCommits];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const complaints = listComplaints();
  for (const complaint of complaints) {
    console.error(complaint);
  }
  console.log(complaints.length ? `${complaints.length} words to replace` : 'words are plain');
  process.exitCode = complaints.length ? 1 : 0;
}
