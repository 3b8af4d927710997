'use client';

import { useMember } from '../../../lib/member.ts';
import { useApiQuery } from '../../../lib/use-api-query.ts';
import { Forbidden } from '../../kit/forbidden.tsx';
import { useSale } from '../../sale/sale-context.ts';
import { EditSale } from './edit-sale.tsx';

const REFRESH_MS = 2_000;

export function EditPage() {
  const { team, may } = useMember();
  const sale = useSale();
  const { data: overview } = useApiQuery(
    ['overview', sale.id],
    (signal) => team.queueOverviewOf({ params: { flashSaleId: sale.id }, signal }),
    { refetchInterval: REFRESH_MS, enabled: sale.status === 'OnSchedule' },
  );
  if (!may('operator')) return <Forbidden />;
  return <EditSale key={sale.id} sale={sale} overview={overview} />;
}
