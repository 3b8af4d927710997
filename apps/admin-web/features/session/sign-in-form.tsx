'use client';

import { Field, Notice, type Refusal } from '@flash/web';
import { type FormEvent, useState } from 'react';
import type { TeamApi } from '../../lib/team-api.ts';

interface SignInFormProps {
  team: TeamApi;
  /** Whether the form opens for a new account; a link from the team usually means one. */
  isForNew?: boolean;
  onDone: () => void;
}

export function SignInForm({ team, isForNew = false, onDone }: SignInFormProps) {
  const [isNew, setNew] = useState(isForNew);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '');
    const credentials = { email: text('email'), password: text('password') };
    setBusy(true);
    const answer = isNew
      ? await team.signUp({ body: { name: text('name'), ...credentials } })
      : await team.signIn({ body: credentials });
    setBusy(false);
    setRefusal(answer.ok ? null : answer.refusal);
    if (answer.ok) onDone();
  };
  const errorOf = (path: string) => refusal?.errors.find((error) => error.path === path)?.message;

  return (
    <>
      <form onSubmit={(event) => void submit(event)} className="stack">
        {refusal && (
          <Notice tone="bad" title={refusal.title} requestId={refusal.requestId}>
            <p>{refusal.detail}</p>
          </Notice>
        )}
        {isNew && (
          <Field label="Name" name="name" autoComplete="name" required error={errorOf('name')} />
        )}
        <Field
          label="E-mail"
          name="email"
          type="email"
          autoComplete="username"
          required
          error={errorOf('email')}
        />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete={isNew ? 'new-password' : 'current-password'}
          minLength={isNew ? 6 : undefined}
          required
          error={errorOf('password')}
        />
        <button type="submit" className="button" disabled={isBusy}>
          {isNew ? 'Create account' : 'Sign in'}
        </button>
      </form>
      <button type="button" className="link" onClick={() => setNew(!isNew)}>
        {isNew ? 'I have an account' : 'Create an account'}
      </button>
    </>
  );
}
