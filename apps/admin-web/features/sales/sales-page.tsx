'use client';

import { Member } from '../session/member.tsx';
import { SalesBoard } from './sales-board.tsx';

export function SalesPage() {
  return <Member>{(team, user) => <SalesBoard team={team} user={user} />}</Member>;
}
