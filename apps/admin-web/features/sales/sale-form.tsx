'use client';

import { Field, Notice, newKey, type Refusal } from '@flash/web';
import { type FormEvent, useState } from 'react';
import type { TeamApi } from '../../lib/team-api.ts';
import { bodyOf, newDraft, type SaleDraft } from './sale-draft.ts';

interface SaleFormProps {
  team: TeamApi;
  onCreated: (name: string) => void;
}

/** Fields that are folded away at first; a fault in one of them unfolds them. */
const inDetails = new Set(['lobbyOpensAt', 'holdTtlSeconds', 'fastPassPercent']);

const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

export function SaleForm({ team, onCreated }: SaleFormProps) {
  const [draft, setDraft] = useState(() => newDraft(Date.now()));
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const answer = await team.createSale({ body: bodyOf(draft, zone()), key: newKey() });
    setBusy(false);
    setRefusal(answer.ok ? null : answer.refusal);
    if (!answer.ok) return;
    setDraft(newDraft(Date.now()));
    onCreated(answer.value.name);
  };
  const bind = (name: keyof SaleDraft, path: string = name) => ({
    name,
    value: draft[name],
    error: refusal?.errors.find((error) => error.path === path)?.message,
    onChange: (event: { target: { value: string } }) =>
      setDraft({ ...draft, [name]: event.target.value }),
  });

  const hasHiddenFault = refusal?.errors.some(({ path }) => inDetails.has(path));

  return (
    <form onSubmit={(event) => void submit(event)} className="sale-form">
      {refusal && (
        <Notice tone="bad" title={refusal.title} requestId={refusal.requestId}>
          <p>{refusal.detail}</p>
        </Notice>
      )}
      <Field label="Name" required maxLength={200} {...bind('name')} />
      <Field label="Description" maxLength={5_000} {...bind('description')} />
      <div className="pair">
        <Field label="Starts" type="datetime-local" required {...bind('startsAt')} />
        <Field label="Ends" type="datetime-local" required {...bind('endsAt')} />
      </div>
      <p className="fine">Times are yours: {zone()}.</p>
      <div className="pair">
        <Field label="Units" inputMode="numeric" required {...bind('startingQuantity')} />
        <Field label="Price per unit" inputMode="decimal" {...bind('pricePerUnit')} />
        <Field label="Currency" maxLength={3} required {...bind('currency')} />
      </div>
      <fieldset className="choices">
        <legend>Who may buy</legend>
        <label>
          <input
            type="radio"
            name="identity"
            checked={draft.identity === 'account'}
            onChange={() => setDraft({ ...draft, identity: 'account' })}
          />
          Accounts. The place is the account’s, on every device.
        </label>
        <label>
          <input
            type="radio"
            name="identity"
            checked={draft.identity === 'guest'}
            onChange={() => setDraft({ ...draft, identity: 'guest' })}
          />
          Guests. An e-mail is enough, so anybody can tell whether an address is in line, or take
          its place first.
        </label>
      </fieldset>
      <details className="more" open={hasHiddenFault || undefined}>
        <summary>Line and reservations</summary>
        <div className="pair">
          <Field
            label="Line opens, minutes before"
            inputMode="numeric"
            {...bind('lobbyMinutes', 'lobbyOpensAt')}
          />
          <Field
            label="Minutes to pay"
            inputMode="decimal"
            {...bind('holdMinutes', 'holdTtlSeconds')}
          />
          <Field
            label="Last units checked twice, %"
            inputMode="decimal"
            {...bind('fastPassPercent')}
          />
        </div>
      </details>
      <button type="submit" className="button" disabled={isBusy}>
        {isBusy ? 'Creating…' : 'Create the sale'}
      </button>
    </form>
  );
}
