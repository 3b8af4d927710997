'use client';

import { createStore, Field, useStore } from '@flash/web';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { createMemory } from '../../../lib/storage/memory.ts';

interface DetailsProps {
  isHidden: boolean;
  /** After a declined payment the details open, to choose another way to pay. */
  hasFailed: boolean;
}

/** Filled in while waiting, so that paying takes one press. */
export function Details({ isHidden, hasFailed }: DetailsProps) {
  const t = useTranslations('purchase');
  const [draft, update] = useContactDraft();
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    if (hasFailed) {
      setOpen(true);
    }
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

const PAYMENT_TOKENS = ['ok', 'decline', 'slow', 'lost', 'late'] as const;
type PaymentToken = (typeof PAYMENT_TOKENS)[number];

interface PaymentChoiceProps {
  value: PaymentToken;
  onChange: (token: PaymentToken) => void;
}

/** Chooses the answer of the test bank: no money moves in the demo. */
function PaymentChoice({ value, onChange }: PaymentChoiceProps) {
  const t = useTranslations('purchase');
  return (
    <div className="field">
      <label htmlFor="payment">{t('payment')}</label>
      <select
        id="payment"
        value={value}
        aria-describedby="payment-note"
        onChange={(event) => onChange(event.target.value as PaymentToken)}
      >
        {PAYMENT_TOKENS.map((token) => (
          <option key={token} value={token}>
            {t(`tokens.${token}`)}
          </option>
        ))}
      </select>
      <p id="payment-note" className="fine">
        {t('paymentNote')}
      </p>
    </div>
  );
}

export interface Draft {
  name: string;
  phone: string;
  token: PaymentToken;
}

const NAME = 'flash.draft';
const empty: Draft = { name: '', phone: '', token: 'ok' };
const tab = createMemory(() => sessionStorage);

/** Outlives panels and reloads, but not the tab: what was typed in line is there when the turn comes. */
const draft = createStore<Draft, Partial<Draft>>((state, change) => {
  const next = { ...state, ...change };
  tab.set(NAME, JSON.stringify(next));
  return next;
}, readDraft());

export function useContactDraft(): [Draft, (change: Partial<Draft>) => void] {
  return [useStore(draft), draft.send];
}

/** The contact for the API; none without a name. */
export function contactOf({ name, phone }: Draft) {
  const trimmed = name.trim();
  return trimmed ? { name: trimmed, phone: phone.trim() || null } : undefined;
}

function readDraft(): Draft {
  try {
    return { ...empty, ...JSON.parse(tab.get(NAME) ?? '{}') };
  } catch {
    // Stored by another version of this page, or changed by hand.
    return empty;
  }
}
