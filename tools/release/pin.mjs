// npm run pin-actions: replaces the tags of the actions in .github/workflows by the commits they point to.
// node tools/release/pin.mjs --check [folder]: fails unless every action is pinned to the commit of its tag.
// A tag can be moved by its owner, a commit cannot: a release runs only what was pinned and reviewed.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../process/paths.mjs';

const use = /(\buses:\s*)([\w.-]+\/[\w./-]+)@([\w.-]+)(?:[ \t]*#[ \t]*(\S+))?/g;
const commit = /^[0-9a-f]{40}$/;

/** Each action of a workflow as `{ action, tag, sha }`; `sha` is missing where a tag is used. */
export const actionsIn = (text) =>
  [...text.matchAll(use)].map(([, , action, ref, comment]) =>
    commit.test(ref) ? { action, tag: comment, sha: ref } : { action, tag: ref },
  );

/** The text with every action at the commit of its tag; the tag stays behind it as a comment. */
export const pin = (text, resolve) =>
  text.replace(use, (_, before, action, ref, comment) => {
    const tag = commit.test(ref) ? comment : ref;
    return `${before}${action}@${resolve(action, tag)} # ${tag}`;
  });

/** What is wrong, one sentence for each action that is not at the commit of its tag. */
export const complaintsAbout = (text, resolve) =>
  actionsIn(text).flatMap(({ action, tag, sha }) => {
    if (!sha) {
      return [`${action}@${tag} is not pinned to a commit`];
    }
    if (!tag) {
      return [`${action}@${sha} does not say which tag it is`];
    }
    const wanted = resolve(action, tag);
    return sha === wanted ? [] : [`${action}@${sha} is not ${tag}, which is ${wanted}`];
  });

/** Asks the server of the action for the commit of a tag; an annotated tag points to a tag object first. */
export function resolveTag(action, tag, host = 'https://github.com') {
  const [owner, name] = action.split('/');
  const refs = [`refs/tags/${tag}`, `refs/tags/${tag}^{}`];
  const args = ['ls-remote', `${host}/${owner}/${name}`, ...refs];
  const lines = execFileSync('git', args, { encoding: 'utf8' }).trim().split('\n').filter(Boolean);
  const found = new Map(lines.map((line) => line.split('\t').reverse()));
  const sha = found.get(refs[1]) ?? found.get(refs[0]);
  if (!sha) {
    throw new Error(`${action} has no tag ${tag}`);
  }
  return sha;
}

function main(options) {
  const [folder = join(root, '.github/workflows')] = options.filter((each) => each !== '--check');
  const files = readdirSync(folder).map((name) => join(folder, name));
  if (!options.includes('--check')) {
    for (const file of files) {
      writeFileSync(file, pin(readFileSync(file, 'utf8'), resolveTag));
    }
    return;
  }
  const complaints = files.flatMap((file) =>
    complaintsAbout(readFileSync(file, 'utf8'), resolveTag),
  );
  for (const complaint of complaints) {
    console.error(complaint);
  }
  if (complaints.length > 0) {
    console.error('→ npm run pin-actions, then review and commit .github/workflows');
  }
  process.exitCode = complaints.length > 0 ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  main(process.argv.slice(2));
}
