export { createBuiltPages } from './built-pages.ts';
export { sharedNextConfig } from './next-config.ts';
export {
  allowPayments,
  createScriptHashes,
  pagePolicy,
  paymentOrigins,
  setSecurityHeaders,
} from './security-headers.ts';
