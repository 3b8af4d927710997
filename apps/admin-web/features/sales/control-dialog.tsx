'use client';

import { Field, Notice, newKey, type Refusal } from '@flash/web';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { TeamApi } from '../../lib/team-api.ts';
import type { Asked } from './controls.ts';

interface ControlDialogProps {
  team: TeamApi;
  asked: Asked;
  onClose: () => void;
  onDone: (words: string) => void;
}

/** Every step into a running sale has a reason; it is kept, and buyers may read it. */
export function ControlDialog({ team, asked, onClose, onDone }: ControlDialogProps) {
  const { control, sale } = asked;
  const dialog = useRef<HTMLDialogElement>(null);
  const [key] = useState(newKey);
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  useEffect(() => dialog.current?.showModal(), []);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const answer = await team[control.name]({ params: { id: sale.id }, body: { reason }, key });
    setBusy(false);
    if (answer.ok) onDone(`“${sale.name}” ${control.done}`);
    else setRefusal(answer.refusal);
  };

  return (
    <dialog ref={dialog} onClose={onClose} aria-labelledby="control-title">
      <form onSubmit={(event) => void submit(event)} className="stack">
        <h2 id="control-title">
          {control.label}: {sale.name}
        </h2>
        <p className="muted">{control.effect}</p>
        {refusal && (
          <Notice tone="bad" title={refusal.title} requestId={refusal.requestId} isAlert>
            <p>{refusal.detail}</p>
          </Notice>
        )}
        <Field
          label="Reason"
          required
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        {control.isFinal && (
          <Field
            label={`Type “${sale.name}” to confirm`}
            required
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
        <div className="dialog-buttons">
          <button
            type="submit"
            className={`button ${control.isFinal ? 'button-bad' : ''}`}
            disabled={isBusy || (control.isFinal && typed !== sale.name)}
          >
            {control.label}
          </button>
          <button
            type="button"
            className="button button-quiet"
            onClick={() => dialog.current?.close()}
          >
            Cancel
          </button>
        </div>
      </form>
    </dialog>
  );
}
