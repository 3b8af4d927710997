import { contentSecurityPolicy, fixedHeaders, siteConfig, transportSecurity } from '@flash/web';
import { type NextRequest, NextResponse } from 'next/server';
import { preferredLocale } from './i18n/locales.ts';
import { targetOf } from './lib/addresses.ts';
import { scriptHashes } from './lib/script-hashes.server.ts';

/** Finds the page and adds the headers that depend on where this copy runs; guards nothing. */
export function proxy(request: NextRequest): NextResponse {
  const chosen = request.cookies.get('lang')?.value;
  const preferred = preferredLocale(chosen, request.headers.get('accept-language'));
  const target = targetOf(new URL(request.url).pathname, preferred);
  const response = answerOf(target, request);
  for (const { key, value } of fixedHeaders) response.headers.set(key, value);
  if (process.env.NODE_ENV === 'production') {
    const secure = transportSecurity(process.env.SITE_URL);
    for (const [key, value] of Object.entries(secure)) response.headers.set(key, value);
  }
  // The plain page carries a policy of its own: it runs no script at all.
  if (target.kind === 'shell') {
    response.headers.set('Content-Security-Policy', policy(target.path));
    // The first call to the API finds its connection open.
    const api = new URL(siteConfig(process.env).apiUrl).origin;
    response.headers.set('Link', `<${api}>; rel=preconnect; crossorigin=use-credentials`);
  }
  return response;
}

function answerOf(target: ReturnType<typeof targetOf>, request: NextRequest): NextResponse {
  switch (target.kind) {
    case 'pass':
      return NextResponse.next();
    case 'redirect':
      return redirectTo(target.to, request);
    case 'plain':
      return NextResponse.rewrite(new URL(target.path, request.url));
    case 'shell':
      return NextResponse.rewrite(new URL(target.path, request.url), { status: target.status });
  }
}

/** Depends on who asks, so no cache may answer it for somebody else. */
function redirectTo(path: string, request: NextRequest): NextResponse {
  const url = new URL(request.url);
  const response = NextResponse.redirect(new URL(path + url.search, url), 307);
  response.headers.set('Cache-Control', 'private, no-store');
  return response;
}

function policy(page: string): string {
  const isDevelopment = process.env.NODE_ENV !== 'production';
  const { apiUrl } = siteConfig(process.env);
  return contentSecurityPolicy({
    apiUrl,
    isDevelopment,
    scriptHashes: isDevelopment ? [] : scriptHashes(page),
  });
}
