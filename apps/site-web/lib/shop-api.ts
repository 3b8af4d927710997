import { type Client, createClient, createHttp } from '@flash/web';
import { routes } from './routes.ts';

/** Everything personal is proven by cookies of the API, which scripts cannot read. */
export interface ShopApi extends Client<typeof routes> {
  base: string;
}

export function createShopApi(base: string): ShopApi {
  return { base, ...createClient(createHttp(base), routes) };
}
