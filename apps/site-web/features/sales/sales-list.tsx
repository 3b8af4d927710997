'use client';

import type { ServerClock } from '@flash/client';
import type { PublicSale } from '@flash/shared-types';
import { Notice, useTicking } from '@flash/web';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import {
  PauseUpdatesSwitch,
  useFrozen,
  useUpdatesPaused,
} from '../../components/pause-updates.tsx';
import { useFormats } from '../../lib/use-formats.ts';
import { FirstHtml } from '../first/first-html.tsx';
import { rankOf } from './listed-sale.ts';
import { SaleCard } from './sale-card.tsx';
import { useSales } from './use-sales.ts';

const SECTIONS = ['live', 'upcoming', 'past'] as const;

export function SalesList() {
  const t = useTranslations('list');
  const loaded = useSales();
  const [arePaused] = useUpdatesPaused();
  const { sales, isLost, clock } = useFrozen(loaded, arePaused && loaded.sales ? 'paused' : null);
  const live = useFirstOrder(sales?.live ?? []);
  const shown = SECTIONS.filter((name) => sales && sales[name].length > 0);
  const isEmpty = sales && shown.length === 0;
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
      {!sales && <FirstHtml />}
      {!sales && !isLost && <Placeholders />}
      {isEmpty && (
        <div className="empty">
          <h2>{t('empty')}</h2>
          <p className="muted">{t('emptyHint')}</p>
        </div>
      )}
      {shown.length > 1 && (
        <nav className="jump" aria-label={t('sections')}>
          {shown.map((name) => (
            <a key={name} href={`#${name}`}>
              {t(name)}
            </a>
          ))}
        </nav>
      )}
      {sales &&
        shown.map((name) => (
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

/** How old the list is, and the switch that pauses its updates. */
function ListFoot({ at, clock }: { at: number; clock: ServerClock }) {
  const now = useTicking(clock.now, 1_000);
  const [arePaused] = useUpdatesPaused();
  const format = useFormats();
  return (
    <div className="ticket-foot">
      {!arePaused && now !== null && <p className="fine freshness">{format.age(now - at)}</p>}
      <PauseUpdatesSwitch at={at} />
    </div>
  );
}

/**
 * Sales with stock come first, by the stock they had when first shown: a card that moved when it sold
 * out would slip away from under a finger.
 */
function useFirstOrder<Listed extends PublicSale>(sales: readonly Listed[]): Listed[] {
  const ranks = useRef(new Map<string, number>());
  for (const sale of sales) {
    if (!ranks.current.has(sale.id)) {
      ranks.current.set(sale.id, rankOf(sale));
    }
  }
  const rank = ({ id }: PublicSale) => ranks.current.get(id) ?? 0;
  return [...sales].sort((one, other) => rank(one) - rank(other));
}
