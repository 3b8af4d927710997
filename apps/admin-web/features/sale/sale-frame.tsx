'use client';

import type { AdminSale } from '@flash/shared-types';
import { Button } from '@mantine/core';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { addresses, idIn, partIn } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { Loaded } from '../kit/loaded.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { SaleContext } from './sale-context.ts';
import { SaleHead } from './sale-head.tsx';
import { SaleTabs } from './sale-tabs.tsx';
import { useSaleTitle } from './use-sale-title.ts';

const REFRESH_MS = 5_000;

/** What every page about one sale has: its name, its state and the way to the other pages. */
export function SaleFrame({ children }: { children: ReactNode }) {
  const { team } = useMember();
  const id = idIn(usePathname());
  const query = useApiQuery(['sale', id], (signal) => team.getSale({ params: { id }, signal }), {
    refetchInterval: REFRESH_MS,
  });
  return (
    <Loaded query={query} head={<NoSaleHead />}>
      {(sale) => (
        <SaleContext value={sale}>
          <InFrame sale={sale}>{children}</InFrame>
        </SaleContext>
      )}
    </Loaded>
  );
}

function InFrame({ sale, children }: { sale: AdminSale; children: ReactNode }) {
  const part = partIn(usePathname());
  useSaleTitle(sale, part);
  return (
    <>
      <SaleHead sale={sale} />
      <SaleTabs sale={sale} part={part} />
      {children}
    </>
  );
}

function NoSaleHead() {
  return (
    <PageHead
      title="Sale"
      actions={
        <Button component={Link} href={addresses.sales} variant="default">
          All sales
        </Button>
      }
    />
  );
}
