'use client';

import { createMemory, createStore } from '@flash/client';
import { Field, useStore } from '@flash/web';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { type DetailsFault, faultOf } from '../state/contact.ts';

interface DetailsProps {
  /** Whether they are open or have the focus. */
  onUse: (isInUse: boolean) => void;
  isHidden: boolean;
  /** In line they are the next thing to do. */
  isNext: boolean;
  /** After a declined payment the details open, to choose another way to pay. */
  hasFailed: boolean;
  /** The way to pay is chosen elsewhere. */
  isWithoutPayment: boolean;
}

/** Filled in while waiting, so that paying takes one press. */
export function Details({ onUse, isHidden, isNext, hasFailed, isWithoutPayment }: DetailsProps) {
  const t = useTranslations('purchase');
  const [draft, update] = useContactDraft();
  const [isOpen, setOpen] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const [isChecked, setChecked] = useState(false);
  const presses = useStore(faultyPresses);
  const seenPresses = useRef(presses);
  const box = useRef<HTMLDetailsElement>(null);
  const fault = faultOf(draft);
  const isInUse = isOpen || isFocused;
  useEffect(() => onUse(isInUse), [onUse, isInUse]);
  useEffect(() => {
    if (hasFailed) {
      setOpen(true);
    }
  }, [hasFailed]);
  useEffect(() => {
    if (presses === seenPresses.current || !box.current) {
      return;
    }
    seenPresses.current = presses;
    setChecked(true);
    // At once: a field in closed details takes no focus.
    box.current.open = true;
    const name = faultOf(draftStore.get())?.field;
    box.current.querySelector<HTMLInputElement>(`[name=${name}]`)?.focus();
  }, [presses]);
  const errorOf = (field: DetailsFault['field']) =>
    isChecked && fault?.field === field ? t(fault.key) : undefined;
  return (
    <details
      ref={box}
      className={isNext ? 'details details-next' : 'details'}
      hidden={isHidden}
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
    >
      <summary>
        <span className="details-title">{t(isWithoutPayment ? 'detailsOnly' : 'details')}</span>
        <span className="fine">
          {draft.name.trim() || t(isNext ? 'detailsPrepare' : 'detailsHint')}
        </span>
      </summary>
      <div className="stack">
        <Field
          label={t('name')}
          name="name"
          autoComplete="name"
          maxLength={200}
          value={draft.name}
          error={errorOf('name')}
          onChange={(event) => update({ name: event.target.value })}
        />
        <Field
          label={t('phone')}
          name="phone"
          type="tel"
          inputMode="tel"
          autoComplete="tel"
          maxLength={40}
          value={draft.phone}
          error={errorOf('phone')}
          onBlur={() => setChecked(true)}
          onChange={(event) => update({ phone: event.target.value })}
        />
        {!isWithoutPayment && (
          <PaymentChoice value={draft.token} onChange={(token) => update({ token })} />
        )}
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
    <div className="field demo">
      <p className="demo-title">{t('demo')}</p>
      <p id="payment-note" className="fine">
        {t('paymentNote')}
      </p>
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
    </div>
  );
}

interface Draft {
  name: string;
  phone: string;
  token: PaymentToken;
}

const NAME = 'flash.draft';
const empty: Draft = { name: '', phone: '', token: 'ok' };
const tab = createMemory(() => sessionStorage);

/** Outlives panels and reloads, but not the tab: what was typed in line is there when the turn comes. */
const draftStore = createStore<Draft, Partial<Draft>>((state, change) => {
  const next = { ...state, ...change };
  tab.set(NAME, JSON.stringify(next));
  return next;
}, readDraft());

export function useContactDraft(): [Draft, (change: Partial<Draft>) => void] {
  return [useStore(draftStore), draftStore.send];
}

/** How often Pay was pressed with a detail that has to be corrected first. */
const faultyPresses = createStore<number, null>((count) => count + 1, 0);

/** Shows what has to be corrected and focuses it; false if nothing has. */
export function showFault(): boolean {
  const isFaulty = faultOf(draftStore.get()) !== null;
  if (isFaulty) {
    faultyPresses.send(null);
  }
  return isFaulty;
}

function readDraft(): Draft {
  try {
    return { ...empty, ...JSON.parse(tab.get(NAME) ?? '{}') };
  } catch {
    // Stored by another version of this page, or changed by hand.
    return empty;
  }
}
