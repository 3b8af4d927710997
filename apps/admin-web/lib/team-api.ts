import { type EndpointName, endpoints, type Method } from '@flash/shared-types';
import { type Client, createClient, createHttp, type Http } from '@flash/web';
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
