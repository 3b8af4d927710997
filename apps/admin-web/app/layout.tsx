import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import './globals.css';

export const metadata: Metadata = {
  title: 'Flash sale · Team',
  description: 'Run flash sales.',
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6f4ef' },
    { media: '(prefers-color-scheme: dark)', color: '#131211' },
  ],
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <a className="skip" href="#main">
          Skip to the content
        </a>
        <header className="top">
          <a className="brand" href="/dashboard/flash-sales">
            <span className="brand-mark" aria-hidden="true" />
            Flash sale
            <span className="brand-side">Team</span>
          </a>
        </header>
        <main id="main" className="wrap">
          <noscript>
            <p className="notice notice-warn">This site needs JavaScript.</p>
          </noscript>
          {children}
        </main>
      </body>
    </html>
  );
}
