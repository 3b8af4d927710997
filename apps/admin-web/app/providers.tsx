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
        {/* A box of its own: what replaces it on the way in stays before messages and dialogs. */}
        <div>{children}</div>
        {/* Over the middle of the header, where nothing is to press: never over the menu of a row. */}
        <Notifications position="top-center" />
      </QueryClientProvider>
    </MantineProvider>
  );
}
