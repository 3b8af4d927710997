export { Countdown, Field, Notice } from './components.tsx';
export {
  formatClock,
  formatCount,
  formatDistance,
  formatMoney,
  formatTime,
  formatWait,
} from './format.ts';
export { useSiteConfig, useStore, useTicking } from './hooks.ts';
export { type Palette, palette, themeColor } from './palette.ts';
export { artOf, SaleArt, StockBar } from './sale.tsx';
export { saveFile } from './save-file.ts';
export { type SiteConfig, siteConfig } from './site-config.ts';
