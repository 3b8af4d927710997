/** The text between `<script>` and `</script>` of every inline script of a page. */
export function inlineScripts(html: string): string[] {
  const scripts = html.matchAll(/<script(?<attributes>[^>]*)>(?<text>[\s\S]*?)<\/script>/g);
  return [...scripts]
    .filter(({ groups }) => !/\ssrc=/.test(groups?.attributes ?? ''))
    .map(({ groups }) => groups?.text ?? '');
}

export interface PolicyInput {
  apiUrl: string;
  /** `sha256-…` of each inline script that the build wrote. */
  scriptHashes: readonly string[];
  isDevelopment: boolean;
  /** For a site whose kit of components writes styles of its own. */
  hasInlineStyles?: boolean;
}

/** Nothing of third parties, nothing inline but what the build wrote, in nobody's frame. */
export function contentSecurityPolicy({
  apiUrl,
  scriptHashes,
  isDevelopment,
  hasInlineStyles = false,
}: PolicyInput): string {
  const scripts = isDevelopment
    ? `'unsafe-inline' 'unsafe-eval'`
    : scriptHashes.map((hash) => `'${hash}'`).join(' ');
  const styles = isDevelopment || hasInlineStyles ? ` 'unsafe-inline'` : '';
  const reload = isDevelopment ? ' ws:' : '';
  const api = new URL(apiUrl).origin;
  return [
    `default-src 'self'`,
    `script-src 'self' ${scripts}`.trimEnd(),
    `style-src 'self'${styles}`,
    `connect-src 'self' ${api}${reload}`,
    `img-src 'self' data: ${api}`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ');
}

/** Headers that are the same for every page, whatever it is and wherever it runs. */
export const fixedHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), payment=()' },
];

/**
 * Tells browsers to come by https only. Only where this copy is reached by https: sent by mistake, it could
 * not be taken back for a year.
 */
export function transportSecurity(publicUrl: string | undefined): Record<string, string> {
  if (!publicUrl?.startsWith('https:')) return {};
  return { 'Strict-Transport-Security': 'max-age=31536000' };
}
