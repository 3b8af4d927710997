'use client';

import { Field } from '@flash/web';
import { useContactDraft } from './use-contact-draft.ts';

/** Asked for while one waits, so that the reservation itself takes one press. */
export function Details() {
  const [draft, update] = useContactDraft();
  return (
    <details className="details" open={draft.name !== ''}>
      <summary>Prepare your details</summary>
      <div className="stack">
        <Field
          label="Name (optional)"
          name="name"
          autoComplete="name"
          maxLength={200}
          value={draft.name}
          onChange={(event) => update({ name: event.target.value })}
        />
        <Field
          label="Phone (optional)"
          name="phone"
          type="tel"
          autoComplete="tel"
          maxLength={40}
          value={draft.phone}
          onChange={(event) => update({ phone: event.target.value })}
        />
      </div>
    </details>
  );
}
