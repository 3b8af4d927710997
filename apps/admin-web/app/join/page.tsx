import type { Metadata } from 'next';
import { JoinPage } from '../../features/session/join-page.tsx';

export const metadata: Metadata = { title: 'Join the team' };

export default function Join() {
  return <JoinPage />;
}
