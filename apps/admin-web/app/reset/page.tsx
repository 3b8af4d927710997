import type { Metadata } from 'next';
import { ResetPage } from '../../features/session/reset-page.tsx';

export const metadata: Metadata = { title: 'New password' };

export default function Reset() {
  return <ResetPage />;
}
