import { type Client, createClient, createHttp } from '@flash/web';
import { routes } from './routes.ts';

/** Rights are checked by the API at each call; this site only hides what a role may not do. */
export interface TeamApi extends Client<typeof routes> {
  base: string;
}

export function createTeamApi(base: string): TeamApi {
  return { base, ...createClient(createHttp(base), routes) };
}
