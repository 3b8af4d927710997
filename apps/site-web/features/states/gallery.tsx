'use client';

import { noActions } from '@flash/client';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { RecordedShop } from '../../lib/shop/use-shop.ts';
import { ReceiptPage } from '../orders/receipt-page.tsx';
import { PurchaseScreen } from '../purchase/purchase-screen.tsx';
import { screenOf, screenValues } from '../purchase/state/screen.ts';
import { exampleOf, type StateName, stateNames } from './examples.ts';
import { useSteps } from './use-steps.ts';

/** Every state of the page, one at a time: `#held`. For people, screenshots and checks. */
export function Gallery() {
  const name = useHash();
  const isOpen = useIsOpen();
  const t = useTranslations('pages');
  if (isOpen === null) {
    return null;
  }
  if (!isOpen) {
    return <h1>{t('statesOff')}</h1>;
  }
  return name ? <State key={name} name={name} /> : <Contents />;
}

function State({ name }: { name: StateName }) {
  const [{ page, steps, ...shown }] = useState(() => exampleOf(name));
  useSteps(name, steps);
  return (
    <RecordedShop value={shown.shop}>
      {page === 'receipt' ? <ReceiptPage /> : <PurchaseScreen {...shown} actions={noActions} />}
    </RecordedShop>
  );
}

function Contents() {
  const t = useTranslations('screens');
  const pages = useTranslations('pages');
  return (
    <div className="page stack">
      <h1>{pages('states')}</h1>
      <p className="muted">{pages('statesHint')}</p>
      <ul className="rows">
        {stateNames.map((name) => {
          const { screen, values } = headingOf(name);
          return (
            <li key={name}>
              <a href={`#${name}`}>
                <strong>{t(`${screen}.title`, { ...values })}</strong>
                <span className="mono">{name}</span>
              </a>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** The heading of a state, and every number that it may name. */
const headingOf = (name: StateName) => {
  const { purchase, now } = exampleOf(name);
  return { screen: screenOf(purchase, now), values: screenValues(purchase, now) };
};

function useHash(): StateName | null {
  const [hash, setHash] = useState('');
  useEffect(() => {
    const read = () => setHash(location.hash.slice(1));
    read();
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, []);
  return stateNames.find((name) => name === hash) ?? null;
}

/** Whether the gallery is shown; null until known. */
function useIsOpen(): boolean | null {
  const [isOpen, setOpen] = useState<boolean | null>(null);
  useEffect(() => {
    fetch('/states.json', { cache: 'no-store' })
      .then((response) => response.json() as Promise<{ isShown: boolean }>)
      .then(({ isShown }) => setOpen(isShown))
      .catch((error: unknown) => {
        console.warn('The gallery stays closed: loading /states.json failed.', error);
        setOpen(false);
      });
  }, []);
  return isOpen;
}
