export { type CallOptions, type Client, createClient, type Routes } from './client.ts';
export {
  contentSecurityPolicy,
  fixedHeaders,
  inlineScripts,
  type PolicyInput,
  transportSecurity,
} from './content-security.ts';
export { Countdown } from './countdown.tsx';
export { Field } from './field.tsx';
export {
  formatClock,
  formatCount,
  formatDistance,
  formatMoney,
  formatTime,
  formatWait,
} from './format.ts';
export { type Answer, createHttp, type Http, type HttpRequest, type Refusal } from './http.ts';
export { newKey } from './new-key.ts';
export { Notice } from './notice.tsx';
export { createServerClock, monotonicNow, type ServerClock } from './server-clock.ts';
export { loadSiteConfig, type SiteConfig, siteConfig } from './site-config.ts';
export { StockBar } from './stock-bar.tsx';
export { createStore, type Store, useStore } from './store.ts';
export { useTicking } from './use-ticking.ts';
