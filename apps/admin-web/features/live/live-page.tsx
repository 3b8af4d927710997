'use client';

import { useMember } from '../../lib/member.ts';
import { useAsk } from '../../lib/use-ask.ts';
import { Card } from '../kit/card.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { StockBar } from '../kit/stock-bar.tsx';
import { useSale } from '../sale/sale-context.ts';

export function LivePage() {
  const { team } = useMember();
  const { id } = useSale();
  const asked = useAsk(
    ['overview', id],
    (signal) => team.queueOverviewOf({ params: { flashSaleId: id }, signal }),
    { everyMs: 1_000 },
  );
  return (
    <Loaded asked={asked}>
      {(overview) => (
        <Card label="Stock">
          <StockBar counts={overview} />
        </Card>
      )}
    </Loaded>
  );
}
