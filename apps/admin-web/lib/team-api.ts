import { type Client, createClient, createHttp, type Http } from '@flash/client';
import { type EndpointName, endpoints, type Method } from '@flash/shared-types';
import { sessionGuard } from './session-guard.ts';

type TeamRoutes = { readonly [Name in EndpointName]: readonly [Method, string] };

const routes = Object.fromEntries(
  Object.entries(endpoints).map(([name, { method, path }]) => [name, [method, path]]),
) as unknown as TeamRoutes;

/** Rights are checked by the API at each call; this site only hides what a role may not do. */
export interface TeamApi extends Client<TeamRoutes> {
  base: string;
}

export function createTeamApi(base: string): TeamApi {
  const http: Http = sessionGuard.watch(createHttp(base));
  return { base, ...createClient(http, routes) };
}

/**
 * Address from which the browser downloads a file of the API. A link and not a call: the file is
 * streamed to the disk with the session's cookie, whatever its size.
 */
export function downloadLink(
  base: string,
  path: string,
  query: Record<string, string | undefined>,
): string {
  const url = new URL(path, base);
  for (const [name, value] of Object.entries(query)) {
    if (value) {
      url.searchParams.set(name, value);
    }
  }
  return url.href;
}

/** The browser needs a moment to request the file. */
const MIN_FRESH_MS = 10_000;

/** The browser downloads the file itself, so check beforehand whether the session may. */
export async function mayDownload(team: Pick<TeamApi, 'getSession'>): Promise<boolean> {
  const session = await team.getSession();
  const isFresh = session.ok && session.value.session.freshForMs > MIN_FRESH_MS;
  return isFresh || sessionGuard.askToConfirm();
}
