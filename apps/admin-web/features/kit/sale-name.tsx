'use client';

import { Anchor, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import Link from 'next/link';
import { useState } from 'react';
import { addresses, type SalePart } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';

interface SaleNameProps {
  id: string;
  /** The page of the sale that it links to. */
  part?: SalePart;
}

/** The sale's name as a link, read once for all rows that show it. A deleted sale shows its id. */
export function SaleName({ id, part = 'live' }: SaleNameProps) {
  const { team } = useMember();
  const query = useApiQuery(['sale', id], (signal) => team.getSale({ params: { id }, signal }));
  if (query.error) {
    return <span>{id}</span>;
  }
  return (
    <Anchor component={Link} href={addresses.sale(id, part)} inherit>
      {query.data?.id === id ? query.data.name : '…'}
    </Anchor>
  );
}

interface SaleSelectProps {
  value: string;
  onChange: (saleId: string) => void;
  /** Shown while none is chosen: what that means. */
  placeholder?: string;
}

const SHOWN = '50';
const PAUSE_MS = 300;

/** Chooses a sale by its name; the newest sales are offered first. */
export function SaleSelect({ value, onChange, placeholder = 'All sales' }: SaleSelectProps) {
  const { team } = useMember();
  const [words, setWords] = useState('');
  const [q] = useDebouncedValue(words, PAUSE_MS);
  const offered = useApiQuery(['sales', 'choice', q], (signal) =>
    team.listSales({ query: { q, limit: SHOWN, sort: 'startsAt', order: 'desc' }, signal }),
  );
  // A shared link may contain a sale that is not among the newest.
  const chosen = useApiQuery(
    ['sale', value],
    (signal) => team.getSale({ params: { id: value }, signal }),
    { enabled: value !== '' },
  );
  const sales = new Map(offered.data?.items.map(({ id, name }) => [id, name]));
  if (value) {
    sales.set(value, chosen.data?.id === value ? chosen.data.name : 'This sale');
  }
  return (
    <Select
      label="Sale"
      placeholder={placeholder}
      data={[...sales].map(([id, name]) => ({ value: id, label: name }))}
      value={value || null}
      onChange={(id) => onChange(id ?? '')}
      searchable
      clearable
      onSearchChange={(typed) => setWords([...sales.values()].includes(typed) ? '' : typed)}
      nothingFoundMessage="No sale of this name"
      clearButtonProps={{ 'aria-label': placeholder }}
      // Its width alone: in a column a basis would be its height.
      miw="13rem"
      style={{ flex: '1 1 auto' }}
    />
  );
}
