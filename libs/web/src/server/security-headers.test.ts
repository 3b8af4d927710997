import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  allowPayments,
  contentSecurityPolicy,
  createScriptHashes,
  inlineScripts,
  paymentOrigins,
  setSecurityHeaders,
  transportSecurity,
} from './security-headers.ts';

describe('content security policy', () => {
  test('finds every inline script of a built page and no other', () => {
    const html = `<script src="/a.js" async=""></script><script>one()</script>
      <script id="_R_">two("<b>")</script><script type="x" src='b.js'></script>`;
    expect(inlineScripts(html)).toEqual(['one()', 'two("<b>")']);
  });

  test('lets a page run what was built, call its own API, and nothing else', () => {
    const policy = contentSecurityPolicy({
      apiUrl: 'https://api.shop.test/v1',
      scriptHashes: ['sha256-abc='],
      isDevelopment: false,
    });
    expect(policy).toContain(`script-src 'self' 'sha256-abc=';`);
    expect(policy).toContain(`connect-src 'self' https://api.shop.test;`);
    expect(policy).toContain(`img-src 'self' data: https://api.shop.test;`);
    expect(policy).toContain(`frame-ancestors 'none'`);
    expect(policy).not.toContain('unsafe');
  });
});

describe('the policy of a page that takes payments', () => {
  const policyFor = (script: string) =>
    contentSecurityPolicy({
      apiUrl: 'https://api.shop.test',
      scriptHashes: ['sha256-abc='],
      isDevelopment: false,
      payment: paymentOrigins(script),
    });

  test('is wider by the addresses of Stripe and by nothing else', () => {
    const wide = policyFor('https://js.stripe.com/endive/stripe.js').split('; ');
    const narrow = contentSecurityPolicy({
      apiUrl: 'https://api.shop.test',
      scriptHashes: ['sha256-abc='],
      isDevelopment: false,
    }).split('; ');
    expect(wide.filter((directive) => !narrow.includes(directive))).toEqual([
      "script-src 'self' 'sha256-abc=' https://js.stripe.com https://*.js.stripe.com",
      "connect-src 'self' https://api.shop.test https://api.stripe.com",
      'frame-src https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com',
    ]);
    expect(narrow.join()).not.toContain('frame-src');
  });

  test('of a test names the one address of the stand-in, not those of Stripe', () => {
    const policy = policyFor('http://127.0.0.1:12111/endive/stripe.js');
    expect(policy).toContain('frame-src http://127.0.0.1:12111;');
    expect(policy).not.toContain('stripe.com');
  });

  test('lets wallets ask for a payment, and windows of the provider answer', () => {
    const headers = new Headers();
    setSecurityHeaders(headers, undefined);
    expect(headers.get('Permissions-Policy')).toContain('payment=()');
    allowPayments(headers, paymentOrigins('https://js.stripe.com/endive/stripe.js'));
    expect(headers.get('Permissions-Policy')).toBe(
      'camera=(), microphone=(), geolocation=(), payment=(self "https://js.stripe.com")',
    );
    expect(headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin-allow-popups');
  });
});

describe('https for good', () => {
  test('is asked of browsers only by a site that is reached by https', () => {
    expect(transportSecurity('https://shop.example')).toEqual({
      'Strict-Transport-Security': 'max-age=31536000',
    });
    for (const url of [undefined, '', 'http://localhost:4201']) {
      expect(transportSecurity(url)).toEqual({});
    }
  });
});

const root = mkdtempSync(join(tmpdir(), 'script-hashes-'));
const pages = join(root, 'apps/shop/.next/server/app');
const hashOf = (script: string) => `sha256-${createHash('sha256').update(script).digest('base64')}`;

mkdirSync(join(pages, 'de'), { recursive: true });
writeFileSync(join(pages, 'de.html'), '<script>one()</script><script>one()</script>');
writeFileSync(join(pages, 'de/sale.html'), '<script>two()</script>');
afterAll(() => rmSync(root, { recursive: true }));

test('a page of a build may run the inline scripts that stand in it', () => {
  const scriptHashes = createScriptHashes('apps/shop', root);
  expect(scriptHashes('/de')).toEqual([hashOf('one()')]);
  expect(scriptHashes('/de/sale')).toEqual([hashOf('two()')]);
});

test('a site with one policy for all pages may run the inline scripts of all of them', () => {
  const scriptHashes = createScriptHashes('apps/shop', root);
  expect([...scriptHashes()].sort()).toEqual([hashOf('one()'), hashOf('two()')].sort());
});

test('a site that was not built says so instead of serving pages without scripts', () => {
  const scriptHashes = createScriptHashes('apps/other', root);
  expect(() => scriptHashes('/de')).toThrow('The pages of apps/other are not built');
});
