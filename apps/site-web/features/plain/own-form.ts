/** Whether a form was sent from this site: a cookie alone proves who one is, not what one wants. */
export function isOwnForm(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site');
  if (site) return site === 'same-origin';
  const origin = headers.get('origin');
  if (!origin || !URL.canParse(origin)) return false;
  const host = headers.get('x-forwarded-host') ?? headers.get('host');
  return new URL(origin).host === host;
}
