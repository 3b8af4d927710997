'use client';

import { Notice } from '@flash/web';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Refused } from '../../components/refused.tsx';
import type { ShopApi } from '../../lib/shop/shop-api.ts';
import { useAnswer } from '../../lib/shop/use-shop.ts';
import { useHref } from '../../lib/use-href.ts';
import { OwnData } from './own-data.tsx';
import { SignInForm } from './sign-in-form.tsx';

const askSession = (shop: ShopApi) => shop.getSession();

export function AccountPage() {
  const t = useTranslations('account');
  const nav = useTranslations('nav');
  const href = useHref();
  const [session, again, shop] = useAnswer(askSession);
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
      <h1>{t(isSignedIn ? 'signedIn' : 'tab')}</h1>
      {isDeleted && !isSignedIn && (
        <Notice tone="good" title={t('removed')}>
          <p>{t('removedHint')}</p>
        </Notice>
      )}
      {session?.ok ? (
        <>
          <p>{session.value.user.email}</p>
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
