import { useTranslations } from 'next-intl';
import { useHref } from '../../../lib/use-href.ts';
import type { PanelProps } from '../purchase-panel.tsx';
import { canJoin } from '../screen.ts';
import { Trouble } from './trouble.tsx';

export function Expired({ purchase, actions }: PanelProps) {
  const t = useTranslations('purchase');
  const href = useHref();
  const { line, email, busy } = purchase;
  const isOpen = canJoin(purchase);
  return (
    <>
      {isOpen && line && (
        <>
          <p className="chance">
            {line.free > line.waiting
              ? t('againAtOnce')
              : t('againPlace', { place: line.waiting + 1 })}
          </p>
          <Trouble purchase={purchase} of="joining" />
          <button
            type="button"
            className="button"
            disabled={busy !== null}
            onClick={() => void actions.join(email)}
          >
            {t(busy === 'joining' ? 'joining' : 'again')}
          </button>
        </>
      )}
      {!isOpen && line && <p className="muted">{t('nothingLeft')}</p>}
      <a className="link" href={href.home}>
        {t('otherSales')}
      </a>
    </>
  );
}
