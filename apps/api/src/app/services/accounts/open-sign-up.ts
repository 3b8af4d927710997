/**
 * Whether an open sign-up makes an owner, judged on the request as it came: from the admin site, or
 * from a program. Any other origin is a buyer's. Browsers send an Origin with each POST, and those that
 * hide it still say from which site; programs send neither (Node's own `fetch` only `Sec-Fetch-Mode`).
 */
export function makesOwner(headers: Record<string, unknown>, adminOrigin: string): boolean {
  if (typeof headers.origin === 'string') return headers.origin === adminOrigin;
  return ['origin', 'referer', 'sec-fetch-site'].every((name) => headers[name] === undefined);
}
