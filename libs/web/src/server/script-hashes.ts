import { createHash } from 'node:crypto';
import { createBuiltPages } from './built-pages.ts';
import { inlineScripts } from './security-headers.ts';

/**
 * `sha256-…` of every inline script in one page of a site's build, such as `/de/sale`, or in all its
 * pages when none is named. Pages are static, so what they may run is known before the first request;
 * each is read once. `app` is the folder of the site, such as `apps/site-web`.
 */
export function createScriptHashes(app: string, root = process.cwd()) {
  const pages = createBuiltPages(app, root);
  const known = new Map<string, readonly string[]>();

  return (page = ''): readonly string[] => {
    const kept = known.get(page);
    if (kept) {
      return kept;
    }
    const texts = (page === '' ? pages.names() : [page]).map(pages.read);
    const hashes = [...new Set(texts.flatMap(inlineScripts).map(hashOf))];
    known.set(page, hashes);
    return hashes;
  };
}

function hashOf(script: string): string {
  return `sha256-${createHash('sha256').update(script).digest('base64')}`;
}
