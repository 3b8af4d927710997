import { contentSecurityPolicy, fixedHeaders, siteConfig, transportSecurity } from '@flash/web';
import { NextResponse } from 'next/server';
import { scriptHashes } from './lib/script-hashes.server.ts';

/** Adds the headers that depend on where this copy runs; decides nothing about anybody's rights. */
export function proxy(): NextResponse {
  const response = NextResponse.next();
  for (const { key, value } of fixedHeaders) response.headers.set(key, value);
  if (process.env.NODE_ENV === 'production') {
    const secure = transportSecurity(process.env.ADMIN_URL);
    for (const [key, value] of Object.entries(secure)) response.headers.set(key, value);
  }
  response.headers.set('Content-Security-Policy', policy());
  return response;
}

function policy(): string {
  const isDevelopment = process.env.NODE_ENV !== 'production';
  const { apiUrl } = siteConfig(process.env);
  return contentSecurityPolicy({
    apiUrl,
    isDevelopment,
    hasInlineStyles: true,
    scriptHashes: isDevelopment ? [] : scriptHashes(),
  });
}
