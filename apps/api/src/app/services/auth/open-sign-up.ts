/**
 * Whether an open sign-up makes an owner, judged on the request as it came: from the admin site, or
 * from a program, which sends none of the headers that browsers do. Any other origin is a buyer's.
 */
export function makesOwner(headers: Record<string, unknown>, adminOrigin: string): boolean {
  if (typeof headers.origin === 'string') return headers.origin === adminOrigin;
  const fromBrowser = Object.keys(headers).some(
    (name) => name === 'origin' || name === 'referer' || name.startsWith('sec-fetch-'),
  );
  return !fromBrowser;
}
