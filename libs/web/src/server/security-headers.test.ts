import { describe, expect, test } from 'vitest';
import { contentSecurityPolicy, inlineScripts, transportSecurity } from './security-headers.ts';

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
