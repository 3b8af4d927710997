'use client';

import { Field } from '@flash/web';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { PaymentChoice } from './payment-choice.tsx';
import { useContactDraft } from './use-contact-draft.ts';

interface DetailsProps {
  isHidden: boolean;
  /** After a declined payment the next thing to do is to choose another way to pay. */
  hasFailed: boolean;
}

/** Asked for while one waits, so that the reservation itself takes one press. */
export function Details({ isHidden, hasFailed }: DetailsProps) {
  const t = useTranslations('purchase');
  const [draft, update] = useContactDraft();
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    if (hasFailed) setOpen(true);
  }, [hasFailed]);
  return (
    <details
      className="details"
      hidden={isHidden}
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>{t('details')}</summary>
      <div className="stack">
        <p className="fine">{t('detailsHint')}</p>
        <Field
          label={t('name')}
          name="name"
          autoComplete="name"
          maxLength={200}
          value={draft.name}
          onChange={(event) => update({ name: event.target.value })}
        />
        <Field
          label={t('phone')}
          name="phone"
          type="tel"
          autoComplete="tel"
          maxLength={40}
          value={draft.phone}
          onChange={(event) => update({ phone: event.target.value })}
        />
        <PaymentChoice value={draft.token} onChange={(token) => update({ token })} />
      </div>
    </details>
  );
}
