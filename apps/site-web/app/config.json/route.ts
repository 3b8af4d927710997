import { type SiteConfig, siteConfig } from '@flash/web';
import { operatorTexts } from '../../lib/operator-texts.ts';

// Read at each request: one build serves every address and operator.
export const dynamic = 'force-dynamic';

export function GET(): Response {
  const config: SiteConfig = { ...siteConfig(process.env), texts: operatorTexts(process.env) };
  return Response.json(config, { headers: { 'cache-control': 'no-store' } });
}
