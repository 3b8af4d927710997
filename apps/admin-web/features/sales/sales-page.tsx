'use client';

import { Anchor, Table } from '@mantine/core';
import Link from 'next/link';
import { addresses } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { useAsk } from '../../lib/use-ask.ts';
import { useUrlState } from '../../lib/use-url-state.ts';
import { Loaded } from '../kit/loaded.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { Pager } from '../kit/pager.tsx';
import { PhaseBadge } from '../kit/phase-badge.tsx';

const defaults = { q: '', status: '', page: '1' };

export function SalesPage() {
  const { team } = useMember();
  const [state, change] = useUrlState(defaults);
  const asked = useAsk(['sales', state], (signal) =>
    team.listSales({ query: { page: state.page }, signal }),
  );
  return (
    <>
      <PageHead title="Flash sales" />
      <Loaded asked={asked}>
        {(sales) => (
          <>
            <Table>
              <Table.Tbody>
                {sales.items.map((sale) => (
                  <Table.Tr key={sale.id}>
                    <Table.Td>
                      <Anchor component={Link} href={addresses.sale(sale.id)}>
                        {sale.name}
                      </Anchor>
                    </Table.Td>
                    <Table.Td>
                      <PhaseBadge phase={sale.phase} />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
            <Pager
              page={sales.page}
              total={sales.total}
              pageSize={sales.limit}
              what="sales"
              onPage={(page) => change({ page: String(page) })}
            />
          </>
        )}
      </Loaded>
    </>
  );
}
