'use client';
import type { Refusal, ShopApi } from '@flash/client';
import { Field, Notice, saveFile } from '@flash/web';
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

const askSession = (shop: ShopApi) => shop.getSession();

export function AccountPage() {
  const t = useTranslations('account');
  const nav = useTranslations('nav');
  const href = useHref();
  const [session, again, shop] = useAnswer(askSession);
  const [token] = useLinkToken();
  const [isDeleted, setDeleted] = useState(false);
  const isSignedIn = session?.ok === true;
  const afterDeletion = () => {
    setDeleted(true);
    void again();
  };
  const signOut = async () => {
    await shop?.signOut({});
    await again();
  };
  return (
    <div className="page stack">
      <h1>{t('tab')}</h1>
      {isDeleted && !isSignedIn && (
        <Notice tone="good" title={t('removed')}>
          <p>{t('removedHint')}</p>
        </Notice>
      )}
      {token && <ProveAddress key={token} shop={shop} token={token} onDone={() => void again()} />}
      {session?.ok ? (
        <>
          <p>{t('signedInAs', { email: session.value.user.email })}</p>
          <AddressProof
            shop={shop}
            isProven={session.value.user.emailVerified === true}
            onChange={again}
          />
          <a className="button" href={href.orders}>
            {nav('orders')}
          </a>
          <button type="button" className="button button-quiet" onClick={() => void signOut()}>
            {t('signOut')}
          </button>
          <OwnData shop={shop} onDeleted={afterDeletion} />
        </>
      ) : (
        <p className="muted">{t('intro')}</p>
      )}
      {session?.ok === false && session.refusal.status !== 401 && (
        <Refused refusal={session.refusal} />
      )}
      {session?.ok === false && <SignInForm shop={shop} onDone={again} />}
    </div>
  );
}

interface OwnDataProps {
  shop: ShopApi | null;
  onDeleted: () => void;
}

/** A copy of what is kept about the account, and the way to delete it. */
function OwnData({ shop, onDeleted }: OwnDataProps) {
  const t = useTranslations('account');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);

  const download = async () => {
    const answer = await shop?.exportAccount();
    setRefusal(answer?.ok === false ? answer.refusal : null);
    if (answer?.ok) {
      saveFile('account.json', 'application/json', JSON.stringify(answer.value, null, 2));
    }
  };

  const remove = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get('password') ?? '');
    setBusy(true);
    const answer = await shop?.deleteAccount({ body: { password } });
    setBusy(false);
    setRefusal(answer?.ok === false ? answer.refusal : null);
    if (answer?.ok) {
      onDeleted();
    }
  };

  return (
    <section className="sheet stack" aria-labelledby="own-data">
      <h2 id="own-data">{t('data')}</h2>
      {refusal && <Refused refusal={refusal} />}
      <p className="muted">{t('dataHint')}</p>
      <button type="button" className="button button-quiet" onClick={() => void download()}>
        {t('download')}
      </button>
      <details className="details">
        <summary>{t('remove')}</summary>
        <form onSubmit={(event) => void remove(event)} className="stack">
          <p>{t('removeHint')}</p>
          <Field
            label={t('password')}
            name="password"
            type="password"
            autoComplete="current-password"
            required
          />
          <button type="submit" className="button button-bad" disabled={isBusy}>
            {t('removeConfirm')}
          </button>
        </form>
      </details>
    </section>
  );
}

interface AddressProofProps {
  shop: ShopApi | null;
  isProven: boolean;
  onChange: () => Promise<void>;
}

/** Whether the address of the account is proven, and how to prove it where the shop sends mail. */
function AddressProof({ shop, isProven, onChange }: AddressProofProps) {
  const t = useTranslations('address');
  const locale = localeOfTag(useLocale());
  const [mail] = useAnswer(askMail);
  const [sent, setSent] = useState<'sent' | 'enough' | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);

  const send = async () => {
    setBusy(true);
    const answer = await shop?.sendAddressLink({ body: { locale } });
    setBusy(false);
    setRefusal(answer?.ok === false ? answer.refusal : null);
    const state = answer?.ok ? answer.value.state : null;
    setSent(state === 'proven' ? null : state);
    if (state === 'proven') {
      await onChange();
    }
  };

  if (isProven) {
    return <p className="muted">{t('proven')}</p>;
  }
  if (!mail?.ok || !mail.value.hasMail) {
    return null;
  }
  return (
    <section className="sheet stack" aria-labelledby="address-proof">
      <h2 id="address-proof">{t('notProven')}</h2>
      {refusal && <Refused refusal={refusal} />}
      <p className="muted">{t('why')}</p>
      <MailKept isKept={mail.value.isMailKept} />
      {sent && <Notice tone={sent === 'sent' ? 'good' : 'warn'} title={t(sent)} />}
      <button
        type="button"
        className="button button-quiet"
        disabled={isBusy || !shop}
        onClick={() => void send()}
      >
        {t(sent === null ? 'send' : 'sendAgain')}
      </button>
    </section>
  );
}

interface ProveProps {
  shop: ShopApi | null;
  token: string;
  onDone: () => void;
}

/** For a link that was opened. Nothing happens before the button is pressed: programs open links as well. */
function ProveAddress({ shop, token, onDone }: ProveProps) {
  const t = useTranslations('address');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [email, setEmail] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  const prove = async () => {
    setBusy(true);
    const answer = await shop?.proveAddress({ body: { token } });
    setBusy(false);
    setRefusal(answer?.ok === false ? answer.refusal : null);
    if (answer?.ok) {
      setEmail(answer.value.email);
      onDone();
    }
  };

  if (email !== null) {
    return (
      <Notice tone="good" title={t('done')}>
        <p>{t('doneHint', { address: email })}</p>
      </Notice>
    );
  }
  return (
    <section className="sheet stack" aria-labelledby="prove-address">
      <h2 id="prove-address">{t('confirm')}</h2>
      {refusal ? <Refused refusal={refusal} /> : <p>{t('confirmHint')}</p>}
      {refusal?.code !== 'LINK_INVALID' && (
        <button
          type="button"
          className="button"
          disabled={isBusy || !shop}
          onClick={() => void prove()}
        >
          {t('confirm')}
        </button>
      )}
    </section>
  );
}
