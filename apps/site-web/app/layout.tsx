import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import './globals.css';

export const metadata: Metadata = {
  title: 'Flash sale',
  description: 'A numbered place in line, a reservation when your turn comes.',
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
          Skip to the sale
        </a>
        <header className="top">
          <a className="brand" href="/">
            <span className="brand-mark" aria-hidden="true" />
            Flash sale
          </a>
        </header>
        <main id="main" className="wrap">
          <noscript>
            <p className="notice notice-warn">
              This page needs JavaScript to keep your place in line up to date.
            </p>
          </noscript>
          {children}
        </main>
        <footer className="foot">
          <p>First come, first served. Each unit is sold once.</p>
        </footer>
      </body>
    </html>
  );
}
