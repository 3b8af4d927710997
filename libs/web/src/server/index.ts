export { createBuiltPages, sharedNextConfig } from './next.ts';
export {
  allowPayments,
  createScriptHashes,
  pagePolicy,
  paymentOrigins,
  setSecurityHeaders,
} from './security-headers.ts';
