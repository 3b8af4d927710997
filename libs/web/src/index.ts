export { type CallOptions, type Client, createClient, newKey, type Routes } from './api/client.ts';
export { type Answer, createHttp, type Http, type HttpRequest, type Refusal } from './api/http.ts';
export { useSiteConfig } from './api/use-site-config.ts';
export { Field } from './components/field.tsx';
export { Notice } from './components/notice.tsx';
export { artOf, SaleArt, StockBar } from './components/sale.tsx';
export {
  formatClock,
  formatCount,
  formatDistance,
  formatMoney,
  formatTime,
  formatWait,
} from './format.ts';
export { type Palette, palette, themeColor } from './palette.ts';
export { saveFile } from './save-file.ts';
export { type SiteConfig, siteConfig } from './site-config.ts';
export { createStore, type Store, useStore } from './store.ts';
export { Countdown, useTicking } from './time/countdown.tsx';
export { createServerClock, monotonicNow, type ServerClock } from './time/server-clock.ts';
