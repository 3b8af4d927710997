export interface JoinLink {
  kind: 'setup' | 'invitation';
  token: string;
}

/** `/setup/:token` and `/invitations/:token`. */
export function joinLinkIn(pathname: string): JoinLink {
  const [, first, token = ''] = pathname.split('/');
  return { kind: first === 'setup' ? 'setup' : 'invitation', token };
}

/** `/reset/:token` */
export const resetTokenIn = (pathname: string): string => pathname.split('/')[2] ?? '';

const LIKE_A_TOKEN = /^[A-Za-z0-9_-]{16,128}$/;

/** A link that was cut off on its way is known to be dead before anything is asked for. */
export const looksWhole = (token: string): boolean => LIKE_A_TOKEN.test(token);
