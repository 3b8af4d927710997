// npm run pin-actions: replaces the tags of the actions in .github/workflows by the commits they point to.
// node tools/release/pin.mjs actions --check [folder]: fails unless every action is pinned to the commit of its tag.
// npm run pin-images: puts the digest of each image behind its tag, in the Compose file and the Dockerfiles.
// The owner of a tag can move it, and cannot move a commit or a digest: a release runs only what was pinned and
// reviewed. An image that cannot be reached stays as it is, which is said.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../process/paths.mjs';

const actionUse = /(\buses:\s*)([\w.-]+\/[\w./-]+)@([\w.-]+)(?:[ \t]*#[ \t]*(\S+))?/g;
const commit = /^[0-9a-f]{40}$/;

/** Each action of a workflow as `{ action, tag, sha }`; `sha` is missing where a tag is used. */
export const actionsIn = (text) =>
  [...text.matchAll(actionUse)].map(([, , action, ref, comment]) =>
    commit.test(ref) ? { action, tag: comment, sha: ref } : { action, tag: ref },
  );

/** The text with every action at the commit of its tag; the tag stays behind it as a comment. */
export const pin = (text, resolve) =>
  text.replace(actionUse, (_, before, action, ref, comment) => {
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

function runActions(options) {
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

export const imageFiles = [
  'docker-compose.yml',
  'infra/docker/node.Dockerfile',
  'infra/docker/site.Dockerfile',
];

const imageUse =
  /^(\s*image: |ARG NODE_IMAGE=)([a-z0-9][\w./-]*):([\w.-]+)(?:@(sha256:[0-9a-f]{64}))?$/gm;

/** Each image of a text as `{ name, tag, digest }`. */
export const imagesIn = (text) =>
  [...text.matchAll(imageUse)].map(([, , name, tag, digest]) => ({ name, tag, digest }));

/** The text with the digest of each image that `digests` knows, by `name:tag`. */
export const pinImages = (text, digests) =>
  text.replace(imageUse, (line, before, name, tag) => {
    const digest = digests.get(`${name}:${tag}`);
    return digest ? `${before}${name}:${tag}@${digest}` : line;
  });

const kinds = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** Asks the registry for what a tag stands for now: of all systems, where the image has several. */
export async function digestOf(name, tag, registry = 'https://registry-1.docker.io') {
  const repository = name.includes('/') ? name : `library/${name}`;
  const url = `${registry}/v2/${repository}/manifests/${tag}`;
  const ask = (token) =>
    fetch(url, {
      method: 'HEAD',
      headers: { accept: kinds, ...(token ? { authorization: `Bearer ${token}` } : {}) },
      signal: AbortSignal.timeout(10_000),
    });
  let answer = await ask();
  if (answer.status === 401) {
    answer = await ask(await tokenFor(answer.headers.get('www-authenticate') ?? ''));
  }
  const digest = answer.headers.get('docker-content-digest') ?? '';
  if (!answer.ok || !/^sha256:[0-9a-f]{64}$/.test(digest)) {
    throw new Error(`${name}:${tag} was not found (${answer.status})`);
  }
  return digest;
}

async function tokenFor(challenge) {
  const field = (key) => new RegExp(`${key}="([^"]+)"`).exec(challenge)?.[1];
  const url = new URL(field('realm') ?? '');
  for (const key of ['service', 'scope']) {
    if (field(key)) {
      url.searchParams.set(key, field(key));
    }
  }
  const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  return (await answer.json()).token;
}

/** Pins what can be reached; answers the images that stay by their tag alone, with the reason. */
export async function pinFiles(files, resolve = digestOf) {
  const texts = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
  const images = [...texts.values()].flatMap(imagesIn);
  const digests = new Map();
  const left = new Map();
  for (const { name, tag } of images) {
    const image = `${name}:${tag}`;
    if (digests.has(image) || left.has(image)) {
      continue;
    }
    try {
      digests.set(image, await resolve(name, tag));
    } catch (error) {
      left.set(image, error.cause?.message ?? error.message);
    }
  }
  for (const [file, text] of texts) {
    writeFileSync(file, pinImages(text, digests));
  }
  return [...left].map(([image, reason]) => ({ image, reason }));
}

async function runImages() {
  const left = await pinFiles(imageFiles.map((file) => join(root, file)));
  for (const { image, reason } of left) {
    console.error(`${image} stays by its tag: ${reason}`);
  }
  process.exitCode = left.length > 0 ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [what, ...options] = process.argv.slice(2);
  if (what === 'actions') {
    runActions(options);
  } else if (what === 'images') {
    await runImages();
  } else {
    console.error('usage: node tools/release/pin.mjs actions [--check] [folder] | images');
    process.exitCode = 2;
  }
}
