'use client';

import { Anchor } from '@mantine/core';
import Link from 'next/link';
import { addresses, type SalePart } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';

interface SaleNameProps {
  id: string;
  /** Which of the sale's pages it leads to. */
  part?: SalePart;
}

/** The name behind an id; read once for all rows that show it. One that is gone shows its id. */
export function SaleName({ id, part = 'live' }: SaleNameProps) {
  const { team } = useMember();
  const query = useApiQuery(['sale', id], (signal) => team.getSale({ params: { id }, signal }));
  if (query.error) return <span>{id}</span>;
  return (
    <Anchor component={Link} href={addresses.sale(id, part)} inherit>
      {query.data?.id === id ? query.data.name : '…'}
    </Anchor>
  );
}
