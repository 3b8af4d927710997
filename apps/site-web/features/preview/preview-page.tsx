'use client';
import { initialPurchase, noActions, type Purchase, type ShopApi } from '@flash/client';
import type { SalePreview } from '@flash/shared-types';
import { Notice, useTicking } from '@flash/web';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { Refused } from '../../components/refused.tsx';
import { siteClock } from '../../lib/shop/site-clock.ts';
import { useAnswer } from '../../lib/shop/use-shop.ts';
import { useFormats } from '../../lib/use-formats.ts';
import { useHref } from '../../lib/use-href.ts';
import { PurchaseScreen } from '../purchase/purchase-screen.tsx';

/** The token stands in the fragment, which the browser sends to no server. */
const askPreview = (shop: ShopApi) =>
  shop.preview({ query: { token: location.hash.slice(1) || '-' } });

/** A draft as buyers will see it, for who has the link of its preview. */
export function PreviewPage() {
  const t = useTranslations('preview');
  const [preview, again] = useAnswer(askPreview);
  useEffect(() => {
    const reload = () => void again();
    window.addEventListener('hashchange', reload);
    return () => window.removeEventListener('hashchange', reload);
  }, [again]);
  if (preview?.ok) {
    siteClock.observe(preview.value.serverNow, preview.startedAt);
    return <Draft preview={preview.value} />;
  }
  const isOver = preview && [400, 404].includes(preview.refusal.status);
  return (
    <div className="page stack">
      <h1>{t('title')}</h1>
      {preview === null && <p role="status">{t('loading')}</p>}
      {isOver && (
        <Notice tone="warn" title={t('over')}>
          <p>{t('overHint')}</p>
        </Notice>
      )}
      {preview && !isOver && <Refused refusal={preview.refusal} />}
    </div>
  );
}

/** The page of the sale, in which nothing can be pressed. */
function Draft({ preview }: { preview: SalePreview }) {
  const t = useTranslations('preview');
  const format = useFormats();
  const href = useHref();
  const tick = useTicking(Date.now);
  return (
    <div className="stack">
      {preview.isPublished ? (
        <Notice tone="info" title={t('published')}>
          <a className="link link-start" href={href.sale(preview.item.id)}>
            {t('open')}
          </a>
        </Notice>
      ) : (
        <Notice tone="info" title={t('draft')}>
          <p>{t('draftHint', { until: format.time(preview.expiresAt) })}</p>
        </Notice>
      )}
      <fieldset className="preview" disabled aria-label={t('title')}>
        <PurchaseScreen
          purchase={purchaseOf(preview)}
          actions={noActions}
          now={tick === null ? null : siteClock.now()}
          shop={null}
        />
      </fieldset>
    </div>
  );
}

/** What a buyer would see who opened the sale now, before the first person joins. */
export function purchaseOf({ item, serverNow }: SalePreview): Purchase {
  const { phase, stock, message, startsAt, endsAt, lobbyOpensAt } = item;
  return {
    ...initialPurchase,
    sale: item,
    link: 'live',
    line: {
      ...{ phase, stock, message, startsAt, endsAt, lobbyOpensAt, serverNow },
      ...{ waiting: 0, free: stock, held: 0, sold: 0, pause: null, wait: null, n: 0, epoch: 0 },
    },
  };
}
