import { createScriptHashes, pagePolicy, setSecurityHeaders } from '@flash/web/server';
import { NextResponse } from 'next/server';

const scriptHashes = createScriptHashes('apps/admin-web');

/** Adds the headers that depend on where this copy runs; checks no permissions. */
export function proxy(): NextResponse {
  const response = NextResponse.next();
  setSecurityHeaders(response.headers, process.env.ADMIN_URL);
  const policy = pagePolicy({ scriptHashes, hasInlineStyles: true });
  response.headers.set('Content-Security-Policy', policy);
  return response;
}
