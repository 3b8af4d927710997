import { siteConfig } from '@flash/web';

export const dynamic = 'force-dynamic';

/**
 * Whether the gallery of states is shown. The API alone knows how it runs: in production, and only
 * there, it demands encrypted connections of its clients. No answer means no gallery.
 */
export async function GET(): Promise<Response> {
  const base = process.env.API_INTERNAL_URL || siteConfig(process.env).apiUrl;
  const isShown = await fetch(new URL('/livez', base), { cache: 'no-store' })
    .then(({ ok, headers }) => ok && !headers.has('strict-transport-security'))
    .catch(() => false);
  return Response.json({ isShown }, { headers: { 'cache-control': 'no-store' } });
}
