'use client';

import type { Refusal, ShopApi } from '@flash/client';
import { Field, Notice } from '@flash/web';
import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Refused } from '../../components/refused.tsx';
import { localeOfTag } from '../../i18n/locales.ts';
import { useAnswer } from '../../lib/shop/use-shop.ts';
import { useHref } from '../../lib/use-href.ts';
import { askMail } from './shop-mail.ts';

interface SignInFormProps {
  shop: ShopApi | null;
  onDone: () => Promise<void>;
  /** Known already. */
  email?: string;
}

export function SignInForm({ shop, onDone, email }: SignInFormProps) {
  const t = useTranslations('account');
  const locale = localeOfTag(useLocale());
  const href = useHref();
  const [mail] = useAnswer(askMail);
  const sendsMail = mail?.ok === true && mail.value.hasMail;
  const [isNew, setNew] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [needsMore, setNeedsMore] = useState(false);
  const [isBusy, setBusy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    if (!shop) {
      return;
    }
    setBusy(true);
    const answer = await send(shop, isNew, (name) => String(form.get(name) ?? ''));
    setBusy(false);
    setRefusal(answer.ok ? null : answer.refusal);
    if (!answer.ok) {
      return;
    }
    if ('twoFactorRedirect' in answer.value) {
      return setNeedsMore(true);
    }
    if (isNew && sendsMail) {
      // The account page sends it again: a sign-up does not fail by it.
      await shop.sendAddressLink({ body: { locale } });
    }
    await onDone();
  };

  return (
    <>
      {refusal && <Refused refusal={refusal} />}
      {needsMore && <Notice tone="warn" title={t('secondStep')} />}
      <form onSubmit={(event) => void submit(event)} className="stack">
        {isNew && <Field label={t('name')} name="name" autoComplete="name" required />}
        <Field
          label={t('email')}
          name="email"
          type="email"
          autoComplete="email"
          defaultValue={email}
          required
        />
        <Field
          label={t('password')}
          name="password"
          type="password"
          autoComplete={isNew ? 'new-password' : 'current-password'}
          minLength={6}
          required
        />
        <button type="submit" className="button" disabled={isBusy}>
          {t(isNew ? 'create' : 'signIn')}
        </button>
      </form>
      {!isNew && sendsMail && (
        <a className="link" href={href.password}>
          {t('forgot')}
        </a>
      )}
      <button type="button" className="link" onClick={() => setNew(!isNew)}>
        {t(isNew ? 'haveOne' : 'amNew')}
      </button>
    </>
  );
}

function send(shop: ShopApi, isNew: boolean, field: (name: string) => string) {
  const [email, password] = [field('email'), field('password')];
  return isNew
    ? shop.signUp({ body: { name: field('name'), email, password } })
    : shop.signIn({ body: { email, password } });
}
