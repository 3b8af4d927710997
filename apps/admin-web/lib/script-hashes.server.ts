import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inlineScripts } from '@flash/web';

let hashes: string[] | null = null;

/**
 * `sha256-…` of every inline script in the pages of this build. The pages are static, so what they
 * may run is known before anyone asks for them; read once, at the first request.
 */
export function scriptHashes(): string[] {
  hashes ??= [...new Set(pages().flatMap(inlineScripts).map(hashOf))];
  return hashes;
}

function hashOf(script: string): string {
  return `sha256-${createHash('sha256').update(script).digest('base64')}`;
}

function pages(): string[] {
  // `next start apps/admin-web` leaves the working directory at the root of the workspace.
  const places = ['.', 'apps/admin-web'].map((dir) =>
    join(/* turbopackIgnore: true */ process.cwd(), dir, '.next/server/app'),
  );
  const folder = places.find((place) => existsSync(place));
  if (!folder) throw new Error('The pages of this site are not built: run its build first.');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.html'))
    .map((file) => readFileSync(join(/* turbopackIgnore: true */ folder, file), 'utf8'));
}
