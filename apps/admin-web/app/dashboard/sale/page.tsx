import type { Metadata } from 'next';
import { LivePage } from '../../../features/live-console/page.tsx';

export const metadata: Metadata = { title: 'Sale' };

export default function Sale() {
  return <LivePage />;
}
