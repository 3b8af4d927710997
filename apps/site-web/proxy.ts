import { siteConfig } from '@flash/web';
import {
  allowPayments,
  createScriptHashes,
  pagePolicy,
  paymentOrigins,
  setSecurityHeaders,
} from '@flash/web/server';
import { type NextRequest, NextResponse } from 'next/server';
import { preferredLocale } from './i18n/locales.ts';
import { targetOf } from './lib/addresses.ts';
import { askPaymentScript, createPaymentScript } from './lib/payment-script.server.ts';

const scriptHashes = createScriptHashes('apps/site-web');
const paymentScript = createPaymentScript(askPaymentScript);

/** Finds the page and adds the headers that depend on where this copy runs; checks no permissions. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const chosen = request.cookies.get('lang')?.value;
  const preferred = preferredLocale(chosen, request.headers.get('accept-language'));
  const target = targetOf(new URL(request.url).pathname, preferred);
  const response = answerOf(target, request);
  setSecurityHeaders(response.headers, process.env.SITE_URL);
  // The plain page carries a policy of its own: it runs no script at all.
  if (target.kind === 'shell') {
    // Payments are made on the pages of sales only.
    const script = target.path.endsWith('/sale') ? await paymentScript() : null;
    const payment = script === null ? null : paymentOrigins(script);
    const policy = pagePolicy({ scriptHashes: () => scriptHashes(target.path), payment });
    response.headers.set('Content-Security-Policy', policy);
    if (payment) {
      allowPayments(response.headers, payment);
    }
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
    case 'shell': {
      const path = canFill(request) ? (target.filled ?? target.path) : target.path;
      return NextResponse.rewrite(new URL(path, request.url), { status: target.status });
    }
  }
}

/** The facts are put into the pages of the build; what the router asks for is not a page. */
function canFill({ method, headers }: NextRequest): boolean {
  const isPage = (method === 'GET' || method === 'HEAD') && !headers.has('rsc');
  return isPage && process.env.NODE_ENV === 'production';
}

/** Depends on the reader's language, so no cache may answer it for another reader. */
function redirectTo(path: string, request: NextRequest): NextResponse {
  const url = new URL(request.url);
  const response = NextResponse.redirect(new URL(path + url.search, url), 307);
  response.headers.set('Cache-Control', 'private, no-store');
  return response;
}
