export { createBuiltPages } from './built-pages.ts';
export { sharedNextConfig } from './next-config.ts';
export { createScriptHashes } from './script-hashes.ts';
export { pagePolicy, setSecurityHeaders } from './security-headers.ts';
