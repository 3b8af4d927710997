'use client';

import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { PageHead } from '../features/kit/page-head.tsx';
import { GatePage } from '../features/session/gate-page.tsx';
import { Gate } from '../features/shell/gate.tsx';
import { Shell } from '../features/shell/shell.tsx';
import { addresses } from '../lib/addresses.ts';

const TITLE = 'Page not found';
const LEAD = 'This page does not exist, or it was moved.';

/** Keeps the menu inside the dashboard. The page is static, so it reads its address in the browser. */
export default function NotFound() {
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
