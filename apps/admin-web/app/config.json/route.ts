import { siteConfig } from '@flash/web';
import { shopUrl } from '../../lib/shop-url.ts';

// Read at each request: one build serves every address.
export const dynamic = 'force-dynamic';

export function GET(): Response {
  const config = { ...siteConfig(process.env), shopUrl: shopUrl(process.env) };
  return Response.json(config, { headers: { 'cache-control': 'no-store' } });
}
