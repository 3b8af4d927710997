'use client';

import { Field } from '@flash/web';
import { useTranslations } from 'next-intl';
import { PaymentChoice } from './payment-choice.tsx';
import { useContactDraft } from './use-contact-draft.ts';

/** Asked for while one waits, so that the reservation itself takes one press. */
export function Details({ isOpen = false }: { isOpen?: boolean }) {
  const t = useTranslations('purchase');
  const [draft, update] = useContactDraft();
  return (
    <details className="details" open={isOpen}>
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
