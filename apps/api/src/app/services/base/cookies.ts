/** Name and value of each cookie of a request, as they came; ours need no decoding. */
export function* cookiesOf(header: string | undefined): Iterable<readonly [string, string]> {
  if (header === undefined) {
    return;
  }
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, Math.max(0, at)).trim();
    if (name !== '') {
      yield [name, pair.slice(at + 1).trim()];
    }
  }
}

/** One cookie by name, without looking closer at the others. */
export function cookieOf(header: string | undefined, name: string): string | undefined {
  if (header === undefined || !header.includes(name)) {
    return undefined;
  }
  for (const [known, value] of cookiesOf(header)) {
    if (known === name) {
      return value;
    }
  }
  return undefined;
}

export interface CookieOptions {
  maxAgeSeconds: number;
  secure: boolean;
}

/** What makes a browser drop a cookie. */
export function expiredCookie(name: string, secure: boolean): string {
  return cookieText(name, '', { maxAgeSeconds: 0, secure });
}

/** No script reads it and no other site sends it. The value must need no encoding. */
export function cookieText(name: string, value: string, options: CookieOptions): string {
  const { maxAgeSeconds, secure } = options;
  const text = `${name}=${value}; Max-Age=${maxAgeSeconds}; Path=/; HttpOnly; SameSite=Lax`;
  return secure ? `${text}; Secure` : text;
}
