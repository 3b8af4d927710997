'use client';

import { Notice } from '@flash/web';
import { useTranslations } from 'next-intl';
import { useIsStill, useStandstill } from '../../lib/standstill.ts';
import { ListFoot } from './list-foot.tsx';
import { SaleCard } from './sale-card.tsx';
import { useFirstOrder } from './use-first-order.ts';
import { useSales } from './use-sales.ts';

const sections = ['live', 'upcoming', 'past'] as const;

export function SalesList() {
  const t = useTranslations('list');
  const news = useSales();
  const [isStill] = useIsStill();
  const { sales, isLost, clock } = useStandstill(news, isStill && news.sales ? 'still' : null);
  const live = useFirstOrder(sales?.live ?? []);
  const isEmpty = sales && sections.every((name) => sales[name].length === 0);
  return (
    <>
      <div className="intro">
        <h1>{t('title')}</h1>
        <p className="muted">{t('intro')}</p>
      </div>
      {isLost && (
        <Notice tone="warn" title={t(sales ? 'reconnecting' : 'unreachable')}>
          <p>{t(sales ? 'outOfDate' : 'again')}</p>
        </Notice>
      )}
      {!sales && !isLost && <Placeholders />}
      {isEmpty && (
        <div className="empty">
          <h2>{t('empty')}</h2>
          <p className="muted">{t('emptyHint')}</p>
        </div>
      )}
      {sales &&
        sections
          .filter((name) => sales[name].length > 0)
          .map((name) => (
            <section key={name} className="sales" aria-labelledby={name}>
              <h2 id={name}>{t(name)}</h2>
              <ul className="cards">
                {(name === 'live' ? live : sales[name]).map((sale) => (
                  <SaleCard key={sale.id} sale={sale} clock={clock} />
                ))}
              </ul>
            </section>
          ))}
      {sales && !isEmpty && <ListFoot at={Date.parse(sales.serverNow)} clock={clock} />}
    </>
  );
}

function Placeholders() {
  return (
    <div className="cards" aria-hidden="true">
      <div className="card placeholder" />
      <div className="card placeholder" />
    </div>
  );
}
