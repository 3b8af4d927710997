'use client';

import { Anchor } from '@mantine/core';
import Link from 'next/link';
import { addresses, type SalePart } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { useAsk } from '../../lib/use-ask.ts';

interface SaleNameProps {
  id: string;
  /** Which of the sale's pages it leads to. */
  part?: SalePart;
}

/** The name behind an id; asked once for all rows that show it. One that is gone shows its id. */
export function SaleName({ id, part = 'live' }: SaleNameProps) {
  const { team } = useMember();
  const asked = useAsk(['sale', id], (signal) => team.getSale({ params: { id }, signal }));
  if (asked.error) return <span>{id}</span>;
  return (
    <Anchor component={Link} href={addresses.sale(id, part)} inherit>
      {asked.data?.id === id ? asked.data.name : '…'}
    </Anchor>
  );
}
