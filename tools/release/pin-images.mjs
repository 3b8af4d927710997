// npm run pin-images: puts the digest of each image behind its tag, in the Compose file and the Dockerfiles.
// A tag may be moved by its owner, a digest cannot. An image that cannot be reached stays as it is, which is said.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../process/paths.mjs';

export const imageFiles = [
  'docker-compose.yml',
  'infra/docker/node.Dockerfile',
  'infra/docker/site.Dockerfile',
];

const use =
  /^(\s*image: |ARG NODE_IMAGE=)([a-z0-9][\w./-]*):([\w.-]+)(?:@(sha256:[0-9a-f]{64}))?$/gm;

/** Each image of a text as `{ name, tag, digest }`. */
export const imagesIn = (text) =>
  [...text.matchAll(use)].map(([, , name, tag, digest]) => ({ name, tag, digest }));

/** The text with the digest of each image that `digests` knows, by `name:tag`. */
export const pinImages = (text, digests) =>
  text.replace(use, (line, before, name, tag) => {
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

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const left = await pinFiles(imageFiles.map((file) => join(root, file)));
  for (const { image, reason } of left) {
    console.error(`${image} stays by its tag: ${reason}`);
  }
  process.exitCode = left.length > 0 ? 1 : 0;
}
