import type { Metadata } from 'next';
import { MailsPage } from '../../../features/mails/page.tsx';

export const metadata: Metadata = { title: 'Mail' };

export default function Mails() {
  return <MailsPage />;
}
