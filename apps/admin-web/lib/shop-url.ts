type Env = Record<string, string | undefined>;

/** Public address of the shop: as configured, otherwise where `npm start` runs it. */
export function shopUrl({ SITE_URL, FEND_HOST, FEND_PORT, PORT_OFFSET }: Env): string {
  if (SITE_URL) {
    return SITE_URL.replace(/\/+$/, '');
  }
  const isEverywhere = FEND_HOST === '0.0.0.0' || FEND_HOST === '::';
  const host = FEND_HOST && !isEverywhere ? FEND_HOST : 'localhost';
  const port = Number(FEND_PORT || 4201) + Number(PORT_OFFSET || 0);
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Without a language in the path: the shop detects it. */
export const inShop = (shop: string, saleId: string): string =>
  `${shop}/sales/${encodeURIComponent(saleId)}/`;

/** The token stands in the fragment, which no server on the way logs. */
export const previewInShop = (shop: string, token: string): string => `${shop}/preview#${token}`;
