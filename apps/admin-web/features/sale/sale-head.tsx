'use client';

import type { AdminSale } from '@flash/shared-types';
import { Anchor, VisuallyHidden } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { addresses } from '../../lib/addresses.ts';
import { inShop } from '../../lib/shop-url.ts';
import { useShopUrl } from '../../lib/use-shop-url.ts';
import { type Action, ActionDialog } from '../kit/action-dialog.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { PhaseBadge } from '../kit/phase-badge.tsx';
import { SaleMenu } from '../sales/sale-menu.tsx';
import { SaleThumb } from '../sales/sale-thumb.tsx';
import classes from '../sales/sales.module.css';
import { SaleFacts } from './sale-facts.tsx';

export function SaleHead({ sale }: { sale: AdminSale }) {
  const [action, setAction] = useState<Action | null>(null);
  const router = useRouter();
  const shop = useShopUrl();
  const onClose = () => setAction(null);
  // A sale that was deleted has no page any more.
  const act = (next: Action, isLast = false) => {
    setAction({
      ...next,
      run: async (given) => {
        const answer = await next.run(given);
        if (answer.ok && isLast) router.push(addresses.sales);
        return answer;
      },
      stale: isLast ? ['sales', 'audit'] : next.stale,
    });
  };
  return (
    <>
      <PageHead
        title={
          <span className={classes.title}>
            {sale.picture && <SaleThumb sale={sale} />}
            <span className={classes.nameWords}>{sale.name}</span> <PhaseBadge phase={sale.phase} />
          </span>
        }
        actions={
          <>
            {shop && sale.status !== 'draft' && (
              <Anchor
                href={inShop(shop, sale.id)}
                target="_blank"
                rel="noreferrer"
                size="sm"
                py={8}
              >
                View in shop ↗<VisuallyHidden>, opens a new tab</VisuallyHidden>
              </Anchor>
            )}
            <SaleMenu sale={sale} onAct={act} />
          </>
        }
      >
        <SaleFacts sale={sale} />
      </PageHead>
      <ActionDialog action={action} onClose={onClose} />
    </>
  );
}
