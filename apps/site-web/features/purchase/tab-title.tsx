'use client';

import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import type { Purchase } from './purchase.ts';
import type { Screen } from './screen.ts';
import { screenValues } from './title.ts';

interface TabTitleProps {
  purchase: Purchase;
  screen: Screen;
  now: number | null;
}

/** The tab itself says whose turn it is, for whoever waits in another one. */
export function TabTitle({ purchase, screen, now }: TabTitleProps) {
  const t = useTranslations('screens');
  const site = useTranslations('site');
  const tab = t(`${screen}.tab`, { ...screenValues(purchase, now) });
  const title = `${tab} – ${purchase.sale?.name ?? site('name')}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  return null;
}
