// npm run release -- 1.2.0: pins actions and images, writes the version and the CHANGELOG, commits and tags.
// Nothing is pushed. What cannot be pinned from here is said, and --strict refuses it.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../process/paths.mjs';
import { imageFiles, pin, pinFiles, resolveTag } from './pin.mjs';

const form = /^(\d+)\.(\d+)\.(\d+)$/;
const say = (line) => console.log(`[release] ${line}`);

/** Where the version stands, and how it is found there. */
export const places = [
  ['package.json', /^( {2}"version": ")[\d.]+(")/m],
  ['package-lock.json', /^( {2}"version": ")[\d.]+(")/m],
  ['package-lock.json', /("": \{\s+"name": "flash-sale",\s+"version": ")[\d.]+(")/],
  ['infra/helm/flash-sale/Chart.yaml', /^(version: )[\d.]+()$/m],
  ['infra/helm/flash-sale/Chart.yaml', /^(appVersion: )[\d.]+()$/m],
];

export function isNewer(version, current) {
  const [next, now] = [version, current].map((text) => form.exec(text)?.slice(1).map(Number));
  if (!next || !now) {
    return false;
  }
  const at = next.findIndex((number, index) => number !== now[index]);
  return at !== -1 && next[at] > now[at];
}

/** What was unreleased stands under the version, and a new empty heading above it. */
export function releasedChangelog(text, version, day) {
  const heading = '## Unreleased\n';
  const from = text.indexOf(heading);
  const rest = text.slice(from + heading.length);
  const end = rest.search(/^## /m);
  const notes = (end === -1 ? rest : rest.slice(0, end)).trim();
  if (from === -1 || notes === '') {
    throw new Error('CHANGELOG.md has nothing under "## Unreleased".');
  }
  const older = end === -1 ? '' : `\n${rest.slice(end)}`;
  return `${text.slice(0, from)}${heading}\n## ${version} (${day})\n\n${notes}\n${older}`;
}

export function withVersion(text, pattern, version) {
  if (!pattern.test(text)) {
    throw new Error(`no version at ${pattern}`);
  }
  return text.replace(pattern, `$1${version}$2`);
}

function pinActions(folder) {
  const left = new Set();
  const resolve = (action, tag) => {
    try {
      return resolveTag(action, tag);
    } catch (error) {
      left.add(`${action}@${tag}: ${error.message.split('\n')[0]}`);
      return tag;
    }
  };
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    const text = readFileSync(file, 'utf8');
    const pinned = pin(text, resolve);
    writeFileSync(file, left.size === 0 ? pinned : text);
  }
  return [...left];
}

/** Everything under `at`, a checkout; `day` is written into the CHANGELOG. */
export async function release({ at, version, day, isStrict, actions = pinActions, images }) {
  const git = (...args) => execFileSync('git', args, { cwd: at, encoding: 'utf8' }).trim();
  const { version: current } = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8'));
  if (!isNewer(version, current)) {
    throw new Error(`${version} is no version after ${current}.`);
  }
  if (git('status', '--porcelain') !== '') {
    throw new Error('There are changes that are not committed.');
  }
  if (git('tag', '--list', `v${version}`) !== '') {
    throw new Error(`v${version} is tagged already.`);
  }
  const changelog = join(at, 'CHANGELOG.md');
  const notes = releasedChangelog(readFileSync(changelog, 'utf8'), version, day);
  const left = [
    ...actions(join(at, '.github/workflows')),
    ...(
      await pinFiles(
        imageFiles.map((file) => join(at, file)),
        images,
      )
    ).map(({ image, reason }) => `${image}: ${reason}`),
  ];
  if (left.length > 0 && isStrict) {
    git('checkout', '--', '.');
    throw new Error(`Not pinned:\n${left.join('\n')}`);
  }
  writeFileSync(changelog, notes);
  for (const [file, pattern] of places) {
    const path = join(at, file);
    writeFileSync(path, withVersion(readFileSync(path, 'utf8'), pattern, version));
  }
  git('commit', '--all', '--quiet', '-m', `build: release ${version}`);
  git('tag', '--annotate', `v${version}`, '-m', `v${version}`);
  return left;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [version = ''] = process.argv.slice(2).filter((each) => !each.startsWith('--'));
  try {
    const day = new Date().toISOString().slice(0, 10);
    const isStrict = process.argv.includes('--strict');
    const left = await release({ at: root, version, day, isStrict });
    for (const line of left) {
      say(`not pinned from here, look at it before you push: ${line}`);
    }
    say(`v${version} is committed and tagged: git push --follow-tags`);
  } catch (error) {
    console.error(`[release] ${error.message}`);
    process.exitCode = 1;
  }
}
