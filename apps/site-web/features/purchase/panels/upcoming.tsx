import { useTranslations } from 'next-intl';
import { calendarEntry } from '../calendar.ts';
import type { PanelProps } from '../purchase-panel.tsx';

export function Upcoming({ purchase }: PanelProps) {
  const t = useTranslations('purchase');
  const { sale } = purchase;
  if (!sale) return null;
  const remember = () => {
    const file = new Blob([calendarEntry(sale, location.href)], { type: 'text/calendar' });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(file);
    link.download = 'sale.ics';
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <button type="button" className="button button-quiet" onClick={remember}>
      {t('calendar')}
    </button>
  );
}
