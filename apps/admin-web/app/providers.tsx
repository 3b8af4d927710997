'use client';

import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { cssVariables, theme } from '../lib/theme.ts';

export function Providers({ children }: { children: ReactNode }) {
  const [queries] = useState(() => new QueryClient());
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        {/* A wrapper, so that pages stay before notifications and dialogs in the DOM. */}
        <div>{children}</div>
        {/* Over the middle of the header, where it covers no controls. */}
        <Notifications position="top-center" />
      </QueryClientProvider>
    </MantineProvider>
  );
}
