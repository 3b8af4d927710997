import { createHash } from 'node:crypto';
import { siteConfig } from '../site-config.ts';
import { createBuiltPages } from './next.ts';

/** The text between `<script>` and `</script>` of every inline script of a page. */
export function inlineScripts(html: string): string[] {
  const scripts = html.matchAll(/<script(?<attributes>[^>]*)>(?<text>[\s\S]*?)<\/script>/g);
  return [...scripts]
    .filter(({ groups }) => !/\ssrc=/.test(groups?.attributes ?? ''))
    .map(({ groups }) => groups?.text ?? '');
}

interface PolicyInput {
  apiUrl: string;
  /** `sha256-…` of each inline script that the build wrote. */
  scriptHashes: readonly string[];
  isDevelopment: boolean;
  /** For a site whose component library writes inline styles. */
  hasInlineStyles?: boolean;
  /** Where the script of the payment provider, its frames and its calls may go; by default there is none. */
  payment?: PaymentOrigins | null;
}

interface PaymentOrigins {
  scripts: readonly string[];
  frames: readonly string[];
  calls: readonly string[];
}

const STRIPE_ORIGIN = 'https://js.stripe.com';
/** As Stripe names them for the Payment Element, with 3-D Secure and redirects. */
const STRIPE: PaymentOrigins = {
  scripts: [STRIPE_ORIGIN, 'https://*.js.stripe.com'],
  frames: [STRIPE_ORIGIN, 'https://*.js.stripe.com', 'https://hooks.stripe.com'],
  calls: ['https://api.stripe.com'],
};

/** What the script at this address needs. A stand-in in tests serves everything from one origin. */
export function paymentOrigins(script: string): PaymentOrigins {
  const { origin } = new URL(script);
  return origin === STRIPE_ORIGIN
    ? STRIPE
    : { scripts: [origin], frames: [origin], calls: [origin] };
}

/** Loads nothing from third parties, runs no inline script that the build did not write, allows no frame. */
export function contentSecurityPolicy({
  apiUrl,
  scriptHashes,
  isDevelopment,
  hasInlineStyles = false,
  payment = null,
}: PolicyInput): string {
  const scripts = isDevelopment
    ? `'unsafe-inline' 'unsafe-eval'`
    : scriptHashes.map((hash) => `'${hash}'`).join(' ');
  const styles = isDevelopment || hasInlineStyles ? ` 'unsafe-inline'` : '';
  const reload = isDevelopment ? ' ws:' : '';
  const api = new URL(apiUrl).origin;
  const { scripts: providerScripts = [], frames = [], calls = [] } = payment ?? {};
  return [
    `default-src 'self'`,
    ["script-src 'self'", scripts, ...providerScripts].filter(Boolean).join(' '),
    `style-src 'self'${styles}`,
    [`connect-src 'self' ${api}${reload}`, ...calls].join(' '),
    ...(frames.length > 0 ? [`frame-src ${frames.join(' ')}`] : []),
    `img-src 'self' data: ${api}`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ');
}

/** The same for every answer of a site. */
const FIXED_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=()',
};

/**
 * Tells browsers to use https only. Sent only if this copy is reached by https: browsers remember it
 * for a year, so a mistake could not be taken back.
 */
export function transportSecurity(publicUrl: string | undefined): Record<string, string> {
  if (!publicUrl?.startsWith('https:')) {
    return {};
  }
  return { 'Strict-Transport-Security': 'max-age=31536000' };
}

/** Sets what every answer of a site carries; `publicUrl` is the address at which people reach it. */
export function setSecurityHeaders(headers: Headers, publicUrl: string | undefined): void {
  const secure = isDevelopment() ? {} : transportSecurity(publicUrl);
  for (const [name, value] of Object.entries({ ...FIXED_HEADERS, ...secure })) {
    headers.set(name, value);
  }
}

/**
 * A page with a payment form: wallets ask the browser for a payment, and some ways to pay open a window that
 * answers this page.
 */
export function allowPayments(headers: Headers, { scripts: [script = ''] }: PaymentOrigins): void {
  const permissions = FIXED_HEADERS['Permissions-Policy'];
  headers.set(
    'Permissions-Policy',
    permissions.replace('payment=()', `payment=(self "${script}")`),
  );
  headers.set('Cross-Origin-Opener-Policy', 'same-origin-allow-popups');
}

interface PagePolicy {
  /** Called only in production, where a build exists. */
  scriptHashes: () => readonly string[];
  hasInlineStyles?: boolean;
  payment?: PaymentOrigins | null;
}

/** The policy of one page of a site, for the API that this copy calls. */
export function pagePolicy({ scriptHashes, hasInlineStyles, payment }: PagePolicy): string {
  const { apiUrl } = siteConfig(process.env);
  return contentSecurityPolicy({
    apiUrl,
    isDevelopment: isDevelopment(),
    hasInlineStyles,
    payment,
    scriptHashes: isDevelopment() ? [] : scriptHashes(),
  });
}

const isDevelopment = () => process.env.NODE_ENV !== 'production';

/**
 * `sha256-…` of every inline script in one page of a site's build, such as `/de/sale`, or in all its
 * pages when none is named. Pages are static, so what they may run is known before the first request;
 * each is read once. `app` is the folder of the site, such as `apps/site-web`.
 */
export function createScriptHashes(app: string, root = process.cwd()) {
  const pages = createBuiltPages(app, root);
  const known = new Map<string, readonly string[]>();

  return (page = ''): readonly string[] => {
    const kept = known.get(page);
    if (kept) {
      return kept;
    }
    const texts = (page === '' ? pages.names() : [page]).map(pages.read);
    const hashes = [...new Set(texts.flatMap(inlineScripts).map(hashOf))];
    known.set(page, hashes);
    return hashes;
  };
}

function hashOf(script: string): string {
  return `sha256-${createHash('sha256').update(script).digest('base64')}`;
}
