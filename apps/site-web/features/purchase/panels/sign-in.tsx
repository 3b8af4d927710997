import { Field, Notice, type Refusal } from '@flash/web';
import { type FormEvent, useState } from 'react';
import type { PanelProps } from '../purchase-panel.tsx';

/** A sale for accounts: the place belongs to the account, so it is there on every device. */
export function SignIn({ controller, shop }: PanelProps) {
  const [isNew, setNew] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [name, email, password] = ['name', 'email', 'password'].map((key) =>
      String(form.get(key) ?? ''),
    ) as [string, string, string];
    setBusy(true);
    const answer = isNew
      ? await shop.signUp({ body: { name, email, password } })
      : await shop.signIn({ body: { email, password } });
    setBusy(false);
    setRefusal(answer.ok ? null : answer.refusal);
    if (!answer.ok) return;
    await controller.recognise();
  };

  return (
    <div className="panel">
      <p className="kicker kicker-live">For signed-in buyers</p>
      <h1>{isNew ? 'Create your account' : 'Sign in to take your place'}</h1>
      <p className="muted">Your place then waits for you on every device.</p>
      {refusal && (
        <Notice tone="bad" title={refusal.title} requestId={refusal.requestId}>
          <p>{refusal.detail}</p>
        </Notice>
      )}
      <form onSubmit={(event) => void submit(event)} className="stack">
        {isNew && <Field label="Name" name="name" autoComplete="name" required />}
        <Field label="E-mail" name="email" type="email" autoComplete="email" required />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete={isNew ? 'new-password' : 'current-password'}
          minLength={6}
          required
        />
        <button type="submit" className="button" disabled={isBusy}>
          {isNew ? 'Create account' : 'Sign in'}
        </button>
      </form>
      <button type="button" className="link" onClick={() => setNew(!isNew)}>
        {isNew ? 'I have an account' : 'I am new here'}
      </button>
    </div>
  );
}
