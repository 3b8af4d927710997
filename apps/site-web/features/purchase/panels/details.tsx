'use client';

import { createMemory, createStore } from '@flash/client';
import { Field, useStore } from '@flash/web';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import {
  type Contact,
  contactFields,
  type DeliveryTerms,
  emptyContact,
  faultsOf,
} from '../state/contact.ts';
import { AddressFields } from './address-fields.tsx';

interface DetailsProps {
  terms: DeliveryTerms | null;
  /** The shop refused the details that were sent last. */
  isRefused: boolean;
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
export function Details(props: DetailsProps) {
  const { terms, isRefused, onUse, isHidden, isNext, hasFailed, isWithoutPayment } = props;
  const t = useTranslations('purchase');
  const [draft, update] = useContactDraft();
  const faults = faultsOf(draft, terms);
  const isDelivered = terms?.needsDeliveryAddress === true;
  const isIncomplete = isDelivered && Object.keys(faults).length > 0;
  const [isOpen, setOpen] = useState(isIncomplete);
  const [isFocused, setFocused] = useState(false);
  const [isChecked, setChecked] = useState(false);
  const [isPhoneSeen, setPhoneSeen] = useState(false);
  const presses = useStore(faultyPresses);
  const seenPresses = useRef(presses);
  const box = useRef<HTMLDetailsElement>(null);
  const isInUse = isOpen || isFocused;
  useEffect(() => onUse(isInUse), [onUse, isInUse]);
  useEffect(() => {
    if (hasFailed || isRefused) {
      setOpen(true);
    }
    if (isRefused) {
      setChecked(true);
    }
  }, [hasFailed, isRefused]);
  useEffect(() => {
    if (presses === seenPresses.current || !box.current) {
      return;
    }
    seenPresses.current = presses;
    setChecked(true);
    // At once: a field in closed details takes no focus.
    box.current.open = true;
    const now = faultsOf(draftStore.get(), terms);
    const name = contactFields.find((field) => now[field]);
    box.current.querySelector<HTMLElement>(`[name=${name}]`)?.focus();
  }, [presses, terms]);
  const errorOf = (field: keyof Contact) => {
    // The other fields come after the number: what is still empty there is no fault yet.
    const isSeen = isPhoneSeen && (field === 'phone' || (field === 'name' && !isDelivered));
    const key = isChecked || isSeen ? faults[field] : undefined;
    return key && t(key);
  };
  const hint = isDelivered ? 'detailsDelivery' : isNext ? 'detailsPrepare' : 'detailsHint';
  const town = isDelivered ? draft.city.trim() : '';
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
          {isIncomplete || draft.name.trim() === ''
            ? t(hint)
            : [draft.name.trim(), town].filter(Boolean).join(' · ')}
        </span>
      </summary>
      <div className="stack">
        <Field
          label={t(isDelivered ? 'recipient' : 'name')}
          name="name"
          autoComplete={isDelivered ? 'shipping name' : 'name'}
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
          onBlur={() => setPhoneSeen(true)}
          onChange={(event) => update({ phone: event.target.value })}
        />
        {isDelivered && (
          <AddressFields
            value={draft}
            deliveryCountries={terms.deliveryCountries}
            onChange={update}
            errorOf={errorOf}
          />
        )}
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

interface Draft extends Contact {
  token: PaymentToken;
}

const NAME = 'flash.draft';
const empty: Draft = { ...emptyContact, token: 'ok' };
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
export function showFault(terms: DeliveryTerms | null): boolean {
  const isFaulty = Object.keys(faultsOf(draftStore.get(), terms)).length > 0;
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
