'use client';

import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { addresses } from '../../lib/addresses.ts';
import { PageHead } from '../kit/page-head.tsx';
import { GatePage } from '../session/gate-page.tsx';
import { Gate } from './gate.tsx';
import { Shell } from './shell.tsx';

const TITLE = 'Page not found';
const LEAD = 'This page does not exist, or it was moved.';

/** Keeps the menu inside the dashboard. The page is static, so it reads its address in the browser. */
export function NotFoundPage() {
  const [isInside, setInside] = useState(false);
  useEffect(() => setInside(location.pathname.startsWith('/dashboard/')), []);
  const back = (
    <Button component="a" href={addresses.sales} variant="default">
      Back to sales
    </Button>
  );
  if (!isInside) {
    return (
      <GatePage title={TITLE} lead={LEAD}>
        {back}
      </GatePage>
    );
  }
  return (
    <Gate>
      <Shell>
        <PageHead title={TITLE}>{LEAD}</PageHead>
        {back}
      </Shell>
    </Gate>
  );
}
