import type { Metadata } from 'next';
import { AccountPage } from '../../../features/account/page.tsx';

export const metadata: Metadata = { title: 'Account and security' };

export default function Account() {
  return <AccountPage />;
}
