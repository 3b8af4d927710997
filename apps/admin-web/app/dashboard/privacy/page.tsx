import type { Metadata } from 'next';
import { PrivacyPage } from '../../../features/privacy/page.tsx';

export const metadata: Metadata = { title: 'Privacy' };

export default function Privacy() {
  return <PrivacyPage />;
}
