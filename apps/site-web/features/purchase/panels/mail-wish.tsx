import type { Refusal, ShopApi } from '@flash/client';
import type { MailWish } from '@flash/shared-types';
import { Field } from '@flash/web';
import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, useEffect, useState } from 'react';
import { Refused } from '../../../components/refused.tsx';
import { localeOfTag } from '../../../i18n/locales.ts';

interface MailWishProps {
  shop: ShopApi;
  saleId: string;
  isGuest: boolean;
}

/** Asks for mail about this place; what is known of it is read when a reader looks. */
export function MailWishPanel(props: MailWishProps) {
  const t = useTranslations('mail');
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="more" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('title')}</summary>
      {isOpen && <Wish {...props} />}
    </details>
  );
}

function Wish({ shop, saleId, isGuest }: MailWishProps) {
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
              <Field
                label={t('address')}
                name="address"
                type="email"
                autoComplete="email"
                maxLength={254}
                dir="ltr"
                required
                defaultValue={wish.address ?? ''}
              />
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
