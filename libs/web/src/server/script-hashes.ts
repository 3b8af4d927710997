import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inlineScripts } from './security-headers.ts';

/**
 * `sha256-…` of every inline script in one page of a site's build, such as `/de/sale`, or in all its
 * pages when none is named. Pages are static, so what they may run is known before the first request;
 * each is read once. `app` is the folder of the site, such as `apps/site-web`.
 */
export function createScriptHashes(app: string, root = process.cwd()) {
  const known = new Map<string, readonly string[]>();

  return (page = ''): readonly string[] => {
    const kept = known.get(page);
    if (kept) {
      return kept;
    }
    const hashes = [...new Set(pagesOf(page).flatMap(inlineScripts).map(hashOf))];
    known.set(page, hashes);
    return hashes;
  };

  function pagesOf(page: string): string[] {
    const folder = builtPages();
    const files = page === '' ? allPages(folder) : [`${page}.html`];
    return files.map((file) =>
      readFileSync(join(/* turbopackIgnore: true */ folder, file), 'utf8'),
    );
  }

  function builtPages(): string {
    // `next start apps/site-web` leaves the working directory at the root of the workspace.
    const folders = ['.', app].map((dir) =>
      join(/* turbopackIgnore: true */ root, dir, '.next/server/app'),
    );
    const folder = folders.find((place) => existsSync(place));
    if (!folder) {
      throw new Error(`The pages of ${app} are not built: run its build first.`);
    }
    return folder;
  }
}

function allPages(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.html'));
}

function hashOf(script: string): string {
  return `sha256-${createHash('sha256').update(script).digest('base64')}`;
}
