import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What the two sites configure alike; `siteDir` is the folder of the site. */
export function sharedNextConfig(siteDir: string) {
  process.env.NEXT_TELEMETRY_DISABLED = '1';
  const workspace = resolve(siteDir, '../..');
  const isStandalone = process.env.SITE_OUTPUT === 'standalone';
  return {
    // Images carry only what the server needs; `next start` wants the ordinary build.
    output: isStandalone ? ('standalone' as const) : undefined,
    outputFileTracingRoot: workspace,
    turbopack: { root: workspace },
    transpilePackages: [
      '@flash/client',
      '@flash/web',
      '@flash/shared-types',
      '@flash/shared-utils',
    ],
    poweredByHeader: false,
    reactStrictMode: true,
  };
}

/** The static pages of a site as its build wrote them. `app` is the folder of the site, such as `apps/site-web`. */
export function createBuiltPages(app: string, root = process.cwd()) {
  return {
    /** The HTML of one page, such as `/de/sale`. */
    read(page: string): string {
      const file = join(/* turbopackIgnore: true */ folder(), `${page}.html`);
      return readFileSync(/* turbopackIgnore: true */ file, 'utf8');
    },
    /** Size of a script by its address in a page; 0 where the build has no such file. */
    bytesOf(address: string): number {
      const [path = ''] = address.replace(/^\/_next\//, '').split('?');
      const file = join(/* turbopackIgnore: true */ folder(), '../..', path);
      return statSync(/* turbopackIgnore: true */ file, { throwIfNoEntry: false })?.size ?? 0;
    },
    names(): string[] {
      const files = readdirSync(/* turbopackIgnore: true */ folder(), {
        recursive: true,
        encoding: 'utf8',
      });
      const pages = files.filter((file) => file.endsWith('.html'));
      return pages.map((file) => `/${file.slice(0, -'.html'.length)}`);
    },
  };

  function folder(): string {
    // `next start apps/site-web` leaves the working directory at the root of the workspace.
    const folders = ['.', app].map((dir) =>
      join(/* turbopackIgnore: true */ root, dir, '.next/server/app'),
    );
    const found = folders.find((place) => existsSync(/* turbopackIgnore: true */ place));
    if (!found) {
      throw new Error(`The pages of ${app} are not built: run its build first.`);
    }
    return found;
  }
}
