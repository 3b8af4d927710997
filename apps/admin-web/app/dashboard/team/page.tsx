import type { Metadata } from 'next';
import { TeamPage } from '../../../features/team/page.tsx';

export const metadata: Metadata = { title: 'Team' };

export default function Team() {
  return <TeamPage />;
}
