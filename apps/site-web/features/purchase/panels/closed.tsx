import { useTranslations } from 'next-intl';
import { useHref } from '../../../lib/use-href.ts';
import type { PanelProps } from '../purchase-panel.tsx';

/** Nothing to do here: other sales, or another try where the shop did not answer. */
export function Closed({ screen, actions }: PanelProps) {
  const t = useTranslations('purchase');
  const href = useHref();
  const isLost = screen === 'unreachable' || screen === 'offline';
  return (
    <>
      {isLost && (
        <button type="button" className="button" onClick={actions.poke}>
          {t('tryNow')}
        </button>
      )}
      <a className="button button-quiet" href={href.home}>
        {t('otherSales')}
      </a>
    </>
  );
}
