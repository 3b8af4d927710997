'use client';

import type { Actions, Purchase, ShopApi } from '@flash/client';
import type { PublicSale } from '@flash/shared-types';
import { Notice } from '@flash/web';
import { useTranslations } from 'next-intl';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import {
  PauseUpdatesSwitch,
  useFrozen,
  useUpdatesPaused,
} from '../../components/pause-updates.tsx';
import { useQuiet } from '../../lib/storage/kept-choice.ts';
import { useFormats } from '../../lib/use-formats.ts';
import { NextSales } from '../sales/next-sales.tsx';
import { KeepHeight } from './panels/keep-height.tsx';
import { PurchasePanel, stageOf } from './panels/purchase-panel.tsx';
import { SalePanel } from './panels/sale-panel.tsx';
import type { FormState } from './payment/use-payment-form.ts';
import {
  type Announcement,
  announce,
  initialAnnouncerState,
  urgentAnnouncement,
} from './state/announce.ts';
import {
  hasPlace,
  isAnswerAwaited,
  isKnown,
  type Screen,
  screenOf,
  screenValues,
} from './state/screen.ts';

/** Final states: how old they are says nothing. */
const FINAL: readonly Screen[] = ['sold', 'bought', 'removed', 'ended', 'cancelled', 'missing'];

/** The buyer cannot buy here any longer. */
const OVER: readonly Screen[] = ['soldOut', 'ended', 'cancelled'];

interface PurchaseScreenProps {
  purchase: Purchase;
  actions: Actions;
  /** Server time; null until the page runs in a browser. */
  now: number | null;
  shop: ShopApi | null;
  /** The payment form in this state, and not loaded: for the gallery. */
  form?: FormState | null;
}

/** One state of the page, from what is known; only what its panels ask is asked of the shop. */
export function PurchaseScreen({ purchase, actions, now, shop, form = null }: PurchaseScreenProps) {
  const screen = screenOf(purchase, now);
  const sale = isKnown(purchase) ? purchase.sale : null;
  const shown = useShownView({ purchase, now }, screen);
  useHeadingInView(screen);
  const isOutOfDate = sale !== null && (purchase.link === 'lost' || !purchase.isOnline);
  return (
    <div
      className={`sale sale-${screen} ${fillsPhone(screen) ? 'sale-tall' : ''} ${isOutOfDate ? 'sale-dated' : ''}`}
    >
      <Announcer purchase={purchase} now={now} />
      <TabTitle purchase={purchase} screen={screen} now={now} />
      {isOutOfDate && <OutOfDate purchase={purchase} refreshNow={actions.refreshNow} />}
      <section className="ticket" aria-labelledby="state">
        {(purchase.sale || screen === 'loading') && <TicketStub sale={purchase.sale} />}
        <KeepHeight isKept={isAnswerAwaited(screen)} className="panel">
          <PurchasePanel
            {...{ screen, actions, shop }}
            purchase={shown.purchase}
            now={shown.now}
            fixedForm={form}
          />
          <div key={stageOf(screen)} className="ticket-foot">
            {!shown.isFrozen && !FINAL.includes(screen) && (
              <LastUpdated purchase={purchase} now={now} />
            )}
            {sale && canPauseUpdates(screen) && (
              <PauseUpdatesSwitch at={shown.purchase.updatedAt} />
            )}
          </div>
        </KeepHeight>
      </section>
      {sale && <SalePanel purchase={shown.purchase} sale={sale} />}
      {sale && OVER.includes(screen) && <NextSales shop={shop} saleId={sale.id} />}
    </div>
  );
}

/** From the press that joins to the receipt the ticket is as high as a phone, so that no answer moves what is in view. */
const fillsPhone = (screen: Screen) =>
  stageOf(screen) !== null || screen === 'joining' || screen === 'sold';

/** Shows the heading of what a press led to. A button that was pressed and is still there does not move. */
function useHeadingInView(screen: Screen): void {
  const before = useRef(screen);
  useLayoutEffect(() => {
    const isAnswered = isAnswerAwaited(before.current);
    const isNew = before.current !== screen && screen !== 'joining';
    before.current = screen;
    const heading = document.getElementById('state');
    const isAbove = heading !== null && heading.getBoundingClientRect().top < 0;
    if (isNew && isAbove && (isAnswered || isAnswerAwaited(screen))) {
      heading.scrollIntoView({ block: 'start', behavior: 'instant' });
    }
  }, [screen]);
}

interface OutOfDateProps {
  purchase: Purchase;
  refreshNow: () => void;
}

function OutOfDate({ purchase, refreshNow }: OutOfDateProps) {
  const t = useTranslations('purchase');
  const what = purchase.isOnline ? 'reconnecting' : 'offline';
  return (
    <Notice tone="warn" title={t(hasPlace(purchase) ? what : `${what}Only`)}>
      <p>{t('dated')}</p>
      <button type="button" className="link link-start" onClick={refreshNow}>
        {t('tryNow')}
      </button>
    </Notice>
  );
}

/** How old the data is: tells a number that does not change from one that is stale. */
function LastUpdated({ purchase, now }: { purchase: Purchase; now: number | null }) {
  const format = useFormats();
  const t = useTranslations('purchase');
  if (purchase.updatedAt === null) {
    return null;
  }
  const age = now === null ? t('updating') : format.age(now - purchase.updatedAt);
  return <p className="fine freshness">{age}</p>;
}

/** What is sold. Its height is reserved while loading, so that nothing below it moves. */
function TicketStub({ sale }: { sale: PublicSale | null }) {
  const format = useFormats();
  return (
    <p className="stub">
      <span>
        <bdi>{sale?.name ?? '\u00a0'}</bdi>
      </span>
      {sale && <span>{format.money(sale.pricePerUnitMinor, sale.currency)}</span>}
    </p>
  );
}

interface TabTitleProps {
  purchase: Purchase;
  screen: Screen;
  now: number | null;
}

/** The tab shows the state of the purchase while the buyer reads another tab. */
function TabTitle({ purchase, screen, now }: TabTitleProps) {
  const t = useTranslations('screens');
  const site = useTranslations('site');
  const tab = t(`${screen}.tab`, { ...screenValues(purchase, now) });
  const title = `${tab} – ${purchase.sale?.name ?? site('name')}`;
  const isLoading = screen === 'loading';
  useEffect(() => {
    // Until the sale is known, the title that the server wrote says more.
    if (!isLoading) {
      document.title = title;
    }
  }, [title, isLoading]);
  return null;
}

/** Updates cannot be paused while time runs against the buyer, or while an action is under way. */
const ALWAYS_UPDATED: readonly Screen[] = [
  'held',
  'ending',
  'failed',
  'paying',
  'authorising',
  'joining',
  'loading',
];

const canPauseUpdates = (screen: Screen) =>
  !ALWAYS_UPDATED.includes(screen) && !FINAL.includes(screen);

interface View {
  purchase: Purchase;
  now: number | null;
}

/**
 * What to show while updates are paused: numbers and times as they were. Another state of the place or
 * of the sale, a message of the organiser, and answers to the buyer's own actions are shown at once.
 */
function useShownView(view: View, screen: Screen): View & { isFrozen: boolean } {
  const [arePaused] = useUpdatesPaused();
  const { purchase, now } = view;
  const isFrozen = arePaused && now !== null && canPauseUpdates(screen);
  const kept = useFrozen(view, isFrozen ? keyOf(purchase, screen) : null);
  const { sale, line, place, updatedAt, aheadAtJoin } = kept.purchase;
  return {
    purchase: { ...purchase, sale, line, place, updatedAt, aheadAtJoin },
    now: kept.now,
    isFrozen,
  };
}

function keyOf({ place, line }: Purchase, screen: Screen): string {
  return [screen, place?.seq, place?.message ?? line?.message].join(' ');
}

/** The count makes a repeated text a new element, so that it is announced again. */
interface NumberedAnnouncement extends Announcement {
  count: number;
}

/**
 * Announces milestones to screen readers. Both regions exist from load, as readers need. An announcement
 * is removed with its state, because a reader that browses the page finds it, too.
 */
function Announcer({ purchase, now }: { purchase: Purchase; now: number | null }) {
  const t = useTranslations('say');
  const [isQuiet] = useQuiet();
  const [status, setStatus] = useState<NumberedAnnouncement | null>(null);
  const [alert, setAlert] = useState<NumberedAnnouncement | null>(null);
  const count = useRef(0);
  const before = useRef(purchase);
  const state = useRef(initialAnnouncerState);

  useEffect(() => {
    const result = announce({ ...state.current, isQuiet }, before.current, purchase, now);
    const urgent = urgentAnnouncement(before.current, purchase);
    const isOver = before.current.place?.state !== purchase.place?.state;
    before.current = purchase;
    state.current = result.state;
    const show = (
      announcement: Announcement | null,
      set: (numbered: NumberedAnnouncement | null) => void,
    ) => {
      count.current += 1;
      if (announcement || isOver) {
        set(announcement && { ...announcement, count: count.current });
      }
    };
    show(result.announcement, setStatus);
    show(urgent, setAlert);
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
