import { siteConfig } from '@flash/web';

// Read at each request: one build serves every address.
export const dynamic = 'force-dynamic';

export function GET(): Response {
  return Response.json(siteConfig(process.env), { headers: { 'cache-control': 'no-store' } });
}
