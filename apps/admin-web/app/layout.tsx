import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './globals.css';
import { themeColor } from '@flash/web';
import { ColorSchemeScript, mantineHtmlProps } from '@mantine/core';
import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { Providers } from './providers.tsx';

export const metadata: Metadata = {
  title: { default: 'Flash sale · Team', template: '%s · Flash sale · Team' },
  description: 'Run flash sales.',
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor,
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" {...mantineHtmlProps}>
      <head>
        <ColorSchemeScript defaultColorScheme="auto" />
      </head>
      <body>
        <noscript>This site needs JavaScript.</noscript>
        <Providers>{children}</Providers>
      </body>
    </html>
  );
}
