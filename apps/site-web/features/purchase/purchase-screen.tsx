'use client';

import type { PublicSale } from '@flash/shared-types';
import { Notice } from '@flash/web';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { StillSwitch, useIsStill, useStandstill } from '../../components/standstill.tsx';
import type { ShopApi } from '../../lib/shop/shop-api.ts';
import { useQuiet } from '../../lib/storage/kept-choice.ts';
import { useFormats } from '../../lib/use-formats.ts';
import type { Actions } from './controller/controller.ts';
import { PurchasePanel } from './panels/purchase-panel.tsx';
import { SalePanel } from './panels/sale-panel.tsx';
import { alertOf, announce, type Say, silent } from './state/announce.ts';
import type { Purchase } from './state/purchase.ts';
import { isKnown, type Screen, screenOf, screenValues } from './state/screen.ts';

interface PurchaseScreenProps {
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

/** How old what is shown is; a number that stands still is told from one that is stale. */
function Freshness({ purchase, now }: { purchase: Purchase; now: number | null }) {
  const format = useFormats();
  const t = useTranslations('purchase');
  if (purchase.updatedAt === null) {
    return null;
  }
  const age = now === null ? t('updating') : format.age(now - purchase.updatedAt);
  return <p className="fine freshness">{age}</p>;
}

/** What the ticket is for. Its room is kept from the start, so that nothing beneath it moves. */
function Stub({ sale }: { sale: PublicSale | null }) {
  const format = useFormats();
  return (
    <p className="stub">
      <span>{sale?.name ?? '\u00a0'}</span>
      {sale && <span>{format.money(sale.pricePerUnitMinor, sale.currency)}</span>}
    </p>
  );
}

interface TabTitleProps {
  purchase: Purchase;
  screen: Screen;
  now: number | null;
}

/** The tab itself says whose turn it is, for whoever waits in another one. */
function TabTitle({ purchase, screen, now }: TabTitleProps) {
  const t = useTranslations('screens');
  const site = useTranslations('site');
  const tab = t(`${screen}.tab`, { ...screenValues(purchase, now) });
  const title = `${tab} – ${purchase.sale?.name ?? site('name')}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  return null;
}

/** Where time runs against the buyer nothing may stand still: that would hide what it costs. */
const moving: readonly Screen[] = ['held', 'ending', 'failed', 'paying', 'joining', 'loading'];

const canStandStill = (screen: Screen) => !moving.includes(screen);

interface View {
  purchase: Purchase;
  now: number | null;
}

/**
 * What to show while updates are paused: numbers and times as they were. A turn, another state of the
 * sale and a word of the organiser come through, and what the buyer does is always answered.
 */
function useStillView(view: View, screen: Screen): View & { isStill: boolean } {
  const [isWanted] = useIsStill();
  const { purchase, now } = view;
  const isStill = isWanted && now !== null && canStandStill(screen);
  const kept = useStandstill(view, isStill ? keyOf(purchase, screen) : null);
  const { sale, line, place, updatedAt, aheadAtJoin } = kept.purchase;
  return {
    purchase: { ...purchase, sale, line, place, updatedAt, aheadAtJoin },
    now: kept.now,
    isStill,
  };
}

function keyOf({ place, line }: Purchase, screen: Screen): string {
  return [screen, place?.seq, place?.message ?? line?.message].join(' ');
}

/** A word with a number of its own: said twice, it is heard twice. */
interface Words extends Say {
  count: number;
}

/**
 * Speaks milestones to screen readers, and nothing in between; both regions are there from load.
 * What was said of an earlier state is taken away with it: whoever reads along finds it, too.
 */
function Announcer({ purchase, now }: { purchase: Purchase; now: number | null }) {
  const t = useTranslations('say');
  const [isQuiet] = useQuiet();
  const [status, setStatus] = useState<Words | null>(null);
  const [alert, setAlert] = useState<Words | null>(null);
  const count = useRef(0);
  const before = useRef(purchase);
  const spoken = useRef(silent);

  useEffect(() => {
    const result = announce({ ...spoken.current, isQuiet }, before.current, purchase, now);
    const interruption = alertOf(before.current, purchase);
    const isOver = before.current.place?.state !== purchase.place?.state;
    before.current = purchase;
    spoken.current = result.spoken;
    const say = (words: Say | null, into: (words: Words | null) => void) => {
      count.current += 1;
      if (words || isOver) {
        into(words && { ...words, count: count.current });
      }
    };
    say(result.say, setStatus);
    say(interruption, setAlert);
  }, [purchase, now, isQuiet]);

  return (
    <>
      <p role="status" aria-atomic="true" className="visually-hidden">
        {status && <span key={status.count}>{t(status.key, status.values)}</span>}
      </p>
      <p role="alert" aria-atomic="true" className="visually-hidden">
        {alert && <span key={alert.count}>{t(alert.key, alert.values)}</span>}
      </p>
    </>
  );
}
