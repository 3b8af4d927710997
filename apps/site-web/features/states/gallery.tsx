'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { noActions } from '../purchase/no-actions.ts';
import { PurchaseScreen } from '../purchase/purchase-screen.tsx';
import { type Screen, screens } from '../purchase/screen.ts';
import { exampleOf } from './example.ts';

/** Every state of the page, one at a time: `#held`. For eyes, for pictures and for checks. */
export function Gallery() {
  const screen = useHash();
  const isOpen = useIsOpen();
  const t = useTranslations('pages');
  if (isOpen === null) return null;
  if (!isOpen) return <h1>{t('statesOff')}</h1>;
  return screen ? <State key={screen} screen={screen} /> : <Contents />;
}

function State({ screen }: { screen: Screen }) {
  return <PurchaseScreen {...exampleOf(screen)} actions={noActions} shop={null} />;
}

function Contents() {
  const t = useTranslations('screens');
  const pages = useTranslations('pages');
  return (
    <div className="page stack">
      <h1>{pages('states')}</h1>
      <p className="muted">{pages('statesHint')}</p>
      <ul className="rows">
        {screens.map((screen) => (
          <li key={screen}>
            <a href={`#${screen}`}>
              <strong>{t(`${screen}.kicker`)}</strong>
              <span className="mono">{screen}</span>
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function useHash(): Screen | null {
  const [hash, setHash] = useState('');
  useEffect(() => {
    const read = () => setHash(location.hash.slice(1));
    read();
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, []);
  return screens.find((screen) => screen === hash) ?? null;
}

/** Null until it is known whether the gallery is shown. */
function useIsOpen(): boolean | null {
  const [isOpen, setOpen] = useState<boolean | null>(null);
  useEffect(() => {
    fetch('/states.json', { cache: 'no-store' })
      .then((response) => response.json() as Promise<{ isShown: boolean }>)
      .then(({ isShown }) => setOpen(isShown))
      .catch(() => setOpen(false));
  }, []);
  return isOpen;
}
