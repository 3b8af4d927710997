import { isGalleryShown } from '../../features/states/is-gallery-shown.ts';
import { apiBase } from '../../lib/api-base.server.ts';

export const dynamic = 'force-dynamic';

/** Asked per request, not when the site is built: one build runs in every environment. */
export async function GET(): Promise<Response> {
  const isShown = await fetch(new URL('/health', apiBase()), { cache: 'no-store' })
    .then((response) => response.json())
    .then(isGalleryShown)
    .catch((error: unknown) => {
      console.warn('The gallery stays hidden: GET /health of the API failed.', error);
      return false;
    });
  return Response.json({ isShown }, { headers: { 'cache-control': 'no-store' } });
}
