import { Notice, saveFile } from '@flash/web';
import { useTranslations } from 'next-intl';
import { OrderCode, type ReceiptRow, ReceiptRows } from '../../../components/receipt-rows.tsx';
import { useFormats } from '../../../lib/use-formats.ts';
import { useHref } from '../../../lib/use-href.ts';
import { SignInForm } from '../../account/sign-in-form.tsx';
import type { PaymentForm } from '../payment/use-payment-form.ts';
import { afterExpiry } from '../state/screen.ts';
import { ReturnAlertSwitch } from '../turn-alert.tsx';
import { calendarEntry } from './calendar.ts';
import { HoldClock } from './held.tsx';
import { ReturnMail } from './mail-wish.tsx';
import { OpenPlace } from './other-device.tsx';
import { ActionError, JoinError, type PanelProps, Price } from './parts.tsx';

export function Upcoming({ purchase }: PanelProps) {
  const t = useTranslations('purchase');
  const account = useTranslations('account');
  const href = useHref();
  const { sale } = purchase;
  if (!sale) {
    return null;
  }
  const remember = () => saveFile('sale.ics', 'text/calendar', calendarEntry(sale, location.href));
  const needsSignIn = sale.identity === 'account' && purchase.user === null;
  return (
    <>
      <button type="button" className="button button-quiet" onClick={remember}>
        {t('calendar')}
      </button>
      {needsSignIn && (
        <p>
          {t('accountNeeded')} <a href={href.account}>{account('signIn')}</a>
        </p>
      )}
    </>
  );
}

/** In a sale for accounts the place belongs to the account, so it is there on every device. */
export function SignIn({ actions, shop }: PanelProps) {
  return <SignInForm shop={shop} onDone={actions.refreshSession} />;
}

export function Paying({ screen, purchase, now }: PanelProps) {
  const { place, sale } = purchase;
  const isPriced = place?.state === 'held' || place?.state === 'claimed';
  return (
    <>
      {isPriced && screen === 'authorising' && (
        <HoldClock expiresAt={place.expiresAt} isEnding={false} now={now} />
      )}
      {isPriced && <Price name={sale?.name} minor={place.priceMinor} currency={place.currency} />}
      <div className="working" aria-hidden="true">
        <span />
      </div>
    </>
  );
}

export function Sold({ purchase }: PanelProps) {
  const t = useTranslations('purchase');
  const format = useFormats();
  const href = useHref();
  const { place, sale, email, user } = purchase;
  if (place?.state !== 'sold') {
    return null;
  }
  const rows: ReceiptRow[] = [
    [t('order'), place.orderCode && <OrderCode key="order">{place.orderCode}</OrderCode>],
    [t('item'), sale && <bdi key="item">{sale.name}</bdi>],
    [t('unit'), format.count(place.unit)],
    [
      t('paid'),
      place.totalAmountMinor === null
        ? undefined
        : format.money(place.totalAmountMinor, place.currency),
    ],
    [t('when'), place.confirmedAt ? format.time(place.confirmedAt) : undefined],
    [t('buyer'), user?.email ?? email],
  ];
  return (
    <>
      <ReceiptRows rows={rows} />
      <a className="button" href={href.order(place.orderId)}>
        {t('receipt')}
      </a>
      <a className="link" href={href.home}>
        {t('otherSales')}
      </a>
    </>
  );
}

export function Expired({ purchase, actions }: PanelProps) {
  const t = useTranslations('purchase');
  const href = useHref();
  const { line, email, busy } = purchase;
  const next = afterExpiry(purchase);
  const isOpen = next === 'againAtOnce' || next === 'againPlace';
  return (
    <>
      {isOpen && line && (
        <>
          <p className="chance">{t(next, { place: line.waiting + 1 })}</p>
          <ActionError purchase={purchase} of="joining" />
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
      {next && !isOpen && <p className="muted">{t(next)}</p>}
      <a className="link" href={href.home}>
        {t('otherSales')}
      </a>
    </>
  );
}

/** No next step here: other sales, or another try if the shop did not answer. */
export function Closed({ screen, purchase, actions, shop }: PanelProps) {
  const t = useTranslations('purchase');
  const href = useHref();
  const isLost = screen === 'unreachable' || screen === 'offline';
  const isOver = screen === 'soldOut' || screen === 'ended';
  const canHavePlace = isOver && purchase.sale?.identity === 'guest';
  return (
    <>
      {isLost && (
        <button type="button" className="button" onClick={actions.refreshNow}>
          {t('tryNow')}
        </button>
      )}
      {screen === 'soldOut' && <ReturnAlertSwitch />}
      {screen === 'soldOut' && purchase.hasMail && shop && purchase.sale && (
        <ReturnMail
          shop={shop}
          saleId={purchase.sale.id}
          known={purchase.user?.email ?? ''}
          isMailKept={purchase.isMailKept}
        />
      )}
      {canHavePlace && (
        <>
          <JoinError purchase={purchase} />
          <OpenPlace purchase={purchase} actions={actions} isOver />
        </>
      )}
      <a className="button button-quiet" href={href.home}>
        {t('otherSales')}
      </a>
    </>
  );
}

interface PaymentStepProps {
  form: PaymentForm;
  /** While a payment runs it is out of sight and stays drawn: the provider's script needs it. */
  isAway: boolean;
  /** In line, before there is anything to pay. */
  isEarly: boolean;
}

/** Card, wallet or bank: fields that the provider draws, so that this page never sees what is typed there. */
export function PaymentStep({ form, isAway, isEarly }: PaymentStepProps) {
  const t = useTranslations('purchase');
  const refusals = useTranslations('refusals');
  return (
    <section
      className={isAway ? 'payment payment-away' : 'payment'}
      aria-labelledby="payment-title"
      inert={isAway}
    >
      <h2 id="payment-title">{t('card')}</h2>
      {isEarly && <p className="fine">{t('cardPrepare')}</p>}
      {form.state === 'blocked' && (
        <Notice tone="bad" title={refusals('PROVIDER_BLOCKED.title')}>
          <p>{refusals('PROVIDER_BLOCKED.detail')}</p>
          <p className="payment-again">
            <button type="button" className="button button-quiet" onClick={form.retry}>
              {t('tryNow')}
            </button>
            <button type="button" className="link" onClick={() => location.reload()}>
              {t('cardReload')}
            </button>
          </p>
        </Notice>
      )}
      <div className="payment-fields" hidden={form.state === 'blocked'}>
        {form.state === 'loading' && <p className="fine">{t('cardLoading')}</p>}
        <div ref={form.place} />
      </div>
    </section>
  );
}
