import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inlineScripts } from '@flash/web';

const known = new Map<string, string[]>();

/**
 * `sha256-…` of every inline script in one page of this build, such as `/de/sale`. The pages are
 * static, so what they may run is known before anyone asks for them; each is read once.
 */
export function scriptHashes(page: string): string[] {
  const kept = known.get(page);
  if (kept) return kept;
  const hashes = [...new Set(inlineScripts(htmlOf(page)).map(hashOf))];
  known.set(page, hashes);
  return hashes;
}

function hashOf(script: string): string {
  return `sha256-${createHash('sha256').update(script).digest('base64')}`;
}

function htmlOf(page: string): string {
  // `next start apps/site-web` leaves the working directory at the root of the workspace.
  const files = ['.', 'apps/site-web'].map((dir) =>
    join(/* turbopackIgnore: true */ process.cwd(), dir, '.next/server/app', `${page}.html`),
  );
  const file = files.find((place) => existsSync(place));
  if (!file) throw new Error(`The page ${page} is not built: run the build of this site first.`);
  return readFileSync(file, 'utf8');
}
