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
export { Countdown, useTicking } from './time/countdown.tsx';
export { useStore } from './use-store.ts';
