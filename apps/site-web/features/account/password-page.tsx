'use client';

import type { Refusal, ShopApi, ShopMail } from '@flash/client';
import { Field, Notice } from '@flash/web';
import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { MailKept } from '../../components/mail-kept.tsx';
import { Refused } from '../../components/refused.tsx';
import { localeOfTag } from '../../i18n/locales.ts';
import { useAnswer } from '../../lib/shop/use-shop.ts';
import { useHref } from '../../lib/use-href.ts';
import { askMail } from './shop-mail.ts';
import { SignInForm } from './sign-in-form.tsx';
import { useLinkToken } from './use-link-token.ts';

/** "Forgot your password?", and the page that the link of the mail opens. */
export function PasswordPage() {
  const t = useTranslations('password');
  const [mail, , shop] = useAnswer(askMail);
  const [token, drop] = useLinkToken();
  const href = useHref();
  return (
    <div className="page stack">
      <h1>{t(token ? 'choose' : 'title')}</h1>
      {token && <Choose key={token} shop={shop} token={token} onDead={drop} />}
      {token === '' && mail?.ok && <Ask shop={shop} mail={mail.value} />}
      {mail?.ok === false && <Refused refusal={mail.refusal} />}
      <a className="link" href={href.account}>
        {t('back')}
      </a>
    </div>
  );
}

function Ask({ shop, mail }: { shop: ShopApi | null; mail: ShopMail }) {
  const t = useTranslations('password');
  const account = useTranslations('account');
  const locale = localeOfTag(useLocale());
  const [sentTo, setSentTo] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get('email') ?? '');
    setBusy(true);
    const answer = await shop?.askForPassword({ body: { email, locale } });
    setBusy(false);
    setRefusal(answer?.ok === false ? answer.refusal : null);
    setSentTo(answer?.ok ? email : null);
  };

  if (!mail.hasMail) {
    return <p>{t('noMail')}</p>;
  }
  return (
    <>
      {refusal && <Refused refusal={refusal} />}
      {sentTo !== null && (
        <Notice tone="good" title={t('sent')}>
          <p>{t('sentHint', { address: sentTo })}</p>
        </Notice>
      )}
      <p className="muted">{t('intro')}</p>
      <MailKept isKept={mail.isMailKept} />
      <form onSubmit={(event) => void submit(event)} className="stack">
        <Field label={account('email')} name="email" type="email" autoComplete="email" required />
        <button type="submit" className="button" disabled={isBusy || !shop}>
          {t(sentTo === null ? 'send' : 'sendAgain')}
        </button>
      </form>
    </>
  );
}

interface ChooseProps {
  shop: ShopApi | null;
  token: string;
  onDead: () => void;
}

/** Nothing happens before the button is pressed: programs that look into mails open links as well. */
function Choose({ shop, token, onDead }: ChooseProps) {
  const t = useTranslations('password');
  const href = useHref();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [email, setEmail] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get('password') ?? '');
    setBusy(true);
    const answer = await shop?.choosePassword({ body: { token, password } });
    if (answer?.ok) {
      const { email: address } = answer.value;
      const signedIn = await shop?.signIn({ body: { email: address, password } });
      if (signedIn?.ok && 'token' in signedIn.value) {
        location.assign(href.account);
        return;
      }
      setEmail(address);
    }
    setBusy(false);
    setRefusal(answer?.ok === false ? answer.refusal : null);
  };

  if (email !== null) {
    return (
      <>
        <Notice tone="good" title={t('changed')} />
        <SignInForm shop={shop} email={email} onDone={async () => location.assign(href.account)} />
      </>
    );
  }
  if (refusal?.code === 'LINK_INVALID') {
    return (
      <>
        <Refused refusal={refusal} />
        <button type="button" className="button" onClick={onDead}>
          {t('again')}
        </button>
      </>
    );
  }
  const isUnfit = refusal?.errors.some(({ path }) => path === 'password') === true;
  return (
    <>
      {refusal && !isUnfit && <Refused refusal={refusal} />}
      <p className="muted">{t('chooseHint')}</p>
      <form onSubmit={(event) => void submit(event)} className="stack">
        <Field
          label={t('new')}
          name="password"
          type="password"
          autoComplete="new-password"
          minLength={12}
          maxLength={128}
          hint={t('rule')}
          error={isUnfit ? t('unfit') : undefined}
          required
        />
        <button type="submit" className="button" disabled={isBusy || !shop}>
          {t('set')}
        </button>
      </form>
    </>
  );
}
