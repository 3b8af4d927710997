import type { Refusal, ShopApi } from '@flash/client';
import type { MailWish } from '@flash/shared-types';
import { Field } from '@flash/web';
import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { MailKept } from '../../../components/mail-kept.tsx';
import { Refused } from '../../../components/refused.tsx';
import { localeOfTag } from '../../../i18n/locales.ts';

interface MailWishProps {
  shop: ShopApi;
  saleId: string;
  isGuest: boolean;
  isMailKept: boolean;
}

/** Asks for mail about this place; what is known of it is read when a reader looks. */
export function MailWishPanel(props: MailWishProps) {
  const t = useTranslations('mail');
  return (
    <More title={t('title')}>
      <Wish {...props} />
    </More>
  );
}

interface ReturnMailProps {
  shop: ShopApi;
  saleId: string;
  /** The address of the account, where there is one. */
  known: string;
  isMailKept: boolean;
}

/** One mail for a visitor of a sold-out sale, who has no place in its line. */
export function ReturnMail(props: ReturnMailProps) {
  const t = useTranslations('mail.return');
  return (
    <More title={t('title')}>
      <ReturnWish {...props} />
    </More>
  );
}

function More({ title, children }: { title: string; children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="more" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{title}</summary>
      {isOpen && children}
    </details>
  );
}

function ReturnWish({ shop, saleId, known, isMailKept }: ReturnMailProps) {
  const t = useTranslations('mail');
  const locale = localeOfTag(useLocale());
  const [address, setAddress] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);
  const ask = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = String(new FormData(event.currentTarget).get('address') ?? '').trim();
    setBusy(true);
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const answer = await shop.mailReturn({
      body: { flashSaleId: saleId, address: typed, locale, timeZone },
    });
    setBusy(false);
    setRefusal(answer.ok ? null : answer.refusal);
    if (answer.ok) {
      setAddress(answer.value.address);
    }
  };
  return (
    <div className="stack">
      {refusal && <Refused refusal={refusal} />}
      {/* Present before it is filled, so that it is announced. */}
      <p role="status">{address !== null && t('return.on', { address })}</p>
      {address === null && (
        <form onSubmit={(event) => void ask(event)} className="stack">
          <p className="fine">{t('return.text')}</p>
          <MailKept isKept={isMailKept} />
          <AddressField label={t('address')} known={known} />
          <button type="submit" className="button button-quiet button-small" disabled={isBusy}>
            {t('return.send')}
          </button>
        </form>
      )}
    </div>
  );
}

function AddressField({ label, known }: { label: string; known: string }) {
  return (
    <Field
      label={label}
      name="address"
      type="email"
      autoComplete="email"
      maxLength={254}
      dir="ltr"
      required
      defaultValue={known}
    />
  );
}

function Wish({ shop, saleId, isGuest, isMailKept }: MailWishProps) {
  const t = useTranslations('mail');
  const locale = localeOfTag(useLocale());
  const [wish, setWish] = useState<MailWish | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);

  useEffect(() => {
    const read = async () => {
      const answer = await shop.mailWish({ query: { flashSaleId: saleId } });
      if (answer.ok) {
        setWish(answer.value);
      } else {
        setRefusal(answer.refusal);
      }
    };
    void read();
  }, [shop, saleId]);

  const send = async (wanted: boolean, address?: string) => {
    setBusy(true);
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const how = { locale, timeZone, ...(address ? { address } : {}) };
    const answer = await shop.setMail({
      body: { flashSaleId: saleId, wanted, ...(wanted ? how : {}) },
    });
    setBusy(false);
    setRefusal(answer.ok ? null : answer.refusal);
    if (answer.ok) {
      setWish(answer.value);
    }
  };
  const start = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const address = new FormData(event.currentTarget).get('address');
    void send(true, isGuest ? String(address ?? '').trim() : undefined);
  };

  return (
    <div className="stack">
      <p className="fine">{t('text')}</p>
      {isGuest && <p className="fine">{t('link')}</p>}
      <MailKept isKept={isMailKept} />
      {refusal && <Refused refusal={refusal} />}
      {wish?.state === 'on' ? (
        <>
          <p role="status">{t('on', { address: wish.address ?? '' })}</p>
          <button
            type="button"
            className="button button-quiet button-small"
            disabled={isBusy}
            onClick={() => void send(false)}
          >
            {t('stop')}
          </button>
        </>
      ) : (
        wish?.state === 'off' && (
          <form onSubmit={start} className="stack">
            {isGuest ? (
              <AddressField label={t('address')} known={wish.address ?? ''} />
            ) : (
              <p className="fine">{t('account', { address: wish.address ?? '' })}</p>
            )}
            <button type="submit" className="button button-quiet button-small" disabled={isBusy}>
              {t('start')}
            </button>
          </form>
        )
      )}
    </div>
  );
}
