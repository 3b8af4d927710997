export { createBuiltPages } from './built-pages.ts';
export { sharedNextConfig } from './next-config.ts';
export { createScriptHashes, pagePolicy, setSecurityHeaders } from './security-headers.ts';
