export { saveFile, useSiteConfig, useStore, useTicking } from './browser.ts';
export { Countdown, Field, Notice } from './components.tsx';
export {
  formatClock,
  formatCount,
  formatDistance,
  formatMoney,
  formatTime,
  formatWait,
  hourStyle,
} from './format.ts';
export { type Palette, palette, themeColor } from './palette.ts';
export { artOf, SaleArt, StockBar } from './sale.tsx';
export { type SiteConfig, siteConfig } from './site-config.ts';
