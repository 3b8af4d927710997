'use client';

import type { Refusal, ShopApi } from '@flash/client';
import { Notice } from '@flash/web';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Refused } from '../../components/refused.tsx';
import { localeOfTag } from '../../i18n/locales.ts';
import { useAnswer } from '../../lib/shop/use-shop.ts';
import { askHasMail } from './has-mail.ts';

interface AddressProofProps {
  shop: ShopApi | null;
  isProven: boolean;
  onChange: () => Promise<void>;
}

/** Whether the address of the account is proven, and how to prove it where the shop sends mail. */
export function AddressProof({ shop, isProven, onChange }: AddressProofProps) {
  const t = useTranslations('address');
  const locale = localeOfTag(useLocale());
  const [hasMail] = useAnswer(askHasMail);
  const [sent, setSent] = useState<'sent' | 'enough' | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);

  const send = async () => {
    setBusy(true);
    const answer = await shop?.sendAddressLink({ body: { locale } });
    setBusy(false);
    setRefusal(answer?.ok === false ? answer.refusal : null);
    const state = answer?.ok ? answer.value.state : null;
    setSent(state === 'proven' ? null : state);
    if (state === 'proven') {
      await onChange();
    }
  };

  if (isProven) {
    return <p className="muted">{t('proven')}</p>;
  }
  if (!hasMail?.ok || !hasMail.value) {
    return null;
  }
  return (
    <section className="sheet stack" aria-labelledby="address-proof">
      <h2 id="address-proof">{t('notProven')}</h2>
      {refusal && <Refused refusal={refusal} />}
      <p className="muted">{t('why')}</p>
      {sent && <Notice tone={sent === 'sent' ? 'good' : 'warn'} title={t(sent)} />}
      <button
        type="button"
        className="button button-quiet"
        disabled={isBusy || !shop}
        onClick={() => void send()}
      >
        {t(sent === null ? 'send' : 'sendAgain')}
      </button>
    </section>
  );
}

interface ProveProps {
  shop: ShopApi | null;
  token: string;
  onDone: () => void;
}

/** For a link that was opened. Nothing happens before the button is pressed: programs open links as well. */
export function ProveAddress({ shop, token, onDone }: ProveProps) {
  const t = useTranslations('address');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [email, setEmail] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  const prove = async () => {
    setBusy(true);
    const answer = await shop?.proveAddress({ body: { token } });
    setBusy(false);
    setRefusal(answer?.ok === false ? answer.refusal : null);
    if (answer?.ok) {
      setEmail(answer.value.email);
      onDone();
    }
  };

  if (email !== null) {
    return (
      <Notice tone="good" title={t('done')}>
        <p>{t('doneHint', { address: email })}</p>
      </Notice>
    );
  }
  return (
    <section className="sheet stack" aria-labelledby="prove-address">
      <h2 id="prove-address">{t('confirm')}</h2>
      {refusal ? <Refused refusal={refusal} /> : <p>{t('confirmHint')}</p>}
      {refusal?.code !== 'LINK_INVALID' && (
        <button
          type="button"
          className="button"
          disabled={isBusy || !shop}
          onClick={() => void prove()}
        >
          {t('confirm')}
        </button>
      )}
    </section>
  );
}
