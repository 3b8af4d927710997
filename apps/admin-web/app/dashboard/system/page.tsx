import type { Metadata } from 'next';
import { SystemPage } from '../../../features/system/page.tsx';

export const metadata: Metadata = { title: 'System' };

export default function System() {
  return <SystemPage />;
}
