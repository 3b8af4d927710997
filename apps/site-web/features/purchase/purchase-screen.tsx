import { Notice } from '@flash/web';
import { useTranslations } from 'next-intl';
import type { ShopApi } from '../../lib/shop-api.ts';
import { StillSwitch } from '../../lib/still-switch.tsx';
import { Announcer } from './announcer.tsx';
import type { Actions } from './controller.ts';
import { Freshness } from './panels/freshness.tsx';
import { SalePanel } from './panels/sale-panel.tsx';
import type { Purchase } from './purchase.ts';
import { PurchasePanel } from './purchase-panel.tsx';
import { isKnown, screenOf } from './screen.ts';
import { Stub } from './stub.tsx';
import { TabTitle } from './tab-title.tsx';
import { canStandStill, useStillView } from './use-still-view.ts';

export interface PurchaseScreenProps {
  purchase: Purchase;
  actions: Actions;
  /** Server time; null until the page runs in a browser. */
  now: number | null;
  shop: ShopApi | null;
}

/** What a state looks like; it asks nothing of the network, so a gallery can show each of them. */
export function PurchaseScreen({ purchase, actions, now, shop }: PurchaseScreenProps) {
  const screen = screenOf(purchase, now);
  const sale = isKnown(purchase) ? purchase.sale : null;
  const shown = useStillView({ purchase, now }, screen);
  const isDated = sale !== null && (purchase.link === 'lost' || !purchase.isOnline);
  return (
    <div className={`sale sale-${screen} ${isDated ? 'sale-dated' : ''}`}>
      <Announcer purchase={purchase} now={now} />
      <TabTitle purchase={purchase} screen={screen} now={now} />
      {isDated && <Dated isOnline={purchase.isOnline} poke={actions.poke} />}
      <section className="ticket" aria-labelledby="state">
        {(purchase.sale || screen === 'loading') && <Stub sale={purchase.sale} />}
        <div className="panel">
          <PurchasePanel {...{ screen, actions, shop }} purchase={shown.purchase} now={shown.now} />
          <div className="ticket-foot">
            {!shown.isStill && <Freshness purchase={purchase} now={now} />}
            {sale && canStandStill(screen) && <StillSwitch at={shown.purchase.updatedAt} />}
          </div>
        </div>
      </section>
      {sale && <SalePanel purchase={shown.purchase} sale={sale} />}
    </div>
  );
}

function Dated({ isOnline, poke }: { isOnline: boolean; poke: () => void }) {
  const t = useTranslations('purchase');
  return (
    <Notice tone="warn" title={t(isOnline ? 'reconnecting' : 'offline')}>
      <p>{t('dated')}</p>
      <button type="button" className="link link-start" onClick={poke}>
        {t('tryNow')}
      </button>
    </Notice>
  );
}
