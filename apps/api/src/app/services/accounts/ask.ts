import type { Auth } from './auth.ts';
import { underBothNames, underNewNames } from './credentials.ts';

export interface AuthQuestion {
  method: 'GET' | 'POST';
  /** Below `/api/auth`. */
  path: string;
  body?: unknown;
  headers: Record<string, string | undefined>;
  /** Whose request it is, behind all proxies that are trusted. */
  ip: string;
}

export interface AuthReply {
  status: number;
  /** Each one on its own: joined by commas they could not be told apart. */
  cookies: string[];
  body: Record<string, unknown> | null;
}

const PASSED_ON = ['cookie', 'authorization', 'origin', 'referer', 'user-agent'];

/** Asks the accounts library, which knows web requests only and wants to read the body itself. */
export async function askAuth(auth: Auth, question: AuthQuestion): Promise<AuthReply> {
  const { method, path, body, ip } = question;
  const origin = new URL(auth.options.baseURL).origin;
  const headers = new Headers({ accept: 'application/json' });
  for (const name of PASSED_ON) {
    const value =
      name === 'cookie' ? underNewNames(question.headers.cookie) : question.headers[name];
    if (value !== undefined) headers.set(name, value);
  }
  // The one that we found out, never what a caller claims: it is shown in the list of sessions.
  headers.set('x-forwarded-for', ip);
  // Programs name neither, and the library would turn away those that keep cookies. Whether a
  // browser hid something has been judged before, by what else it sends.
  if (!headers.has('origin') && !headers.has('referer')) headers.set('origin', origin);
  if (body !== undefined) headers.set('content-type', 'application/json');
  const request = new Request(`${origin}/api/auth${path}`, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const response = await auth.handler(request);
  const answer: unknown = await response.json().catch(() => null);
  return {
    status: response.status,
    cookies: response.headers.getSetCookie().flatMap(underBothNames),
    body: typeof answer === 'object' && answer !== null ? { ...answer } : null,
  };
}
