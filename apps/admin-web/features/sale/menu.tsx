'use client';

import type { AdminSale } from '@flash/shared-types';
import { ActionIcon, Menu } from '@mantine/core';
import Link from 'next/link';
import { addresses } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { inShop } from '../../lib/shop-url.ts';
import { useShopUrl } from '../../lib/use-site-config.ts';
import type { Action } from '../kit/action-dialog.tsx';
import { actionsOf } from './actions.tsx';
import { useLiveCounts } from './use-live-counts.ts';

interface SaleMenuProps {
  sale: AdminSale;
  onAct: (action: Action, isDeletion?: boolean) => void;
}

export function SaleMenu({ sale, onAct }: SaleMenuProps) {
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <ActionIcon variant="default" size="lg" aria-label={`Actions for ${sale.name}`}>
          <span aria-hidden="true">⋯</span>
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Items sale={sale} onAct={onAct} />
      </Menu.Dropdown>
    </Menu>
  );
}

/** A separate component, so that counts are requested only while the menu is open. */
function Items({ sale, onAct }: SaleMenuProps) {
  const { team, may } = useMember();
  const shop = useShopUrl();
  const { counts, isKnown } = useLiveCounts(sale);
  const canDelete = isKnown && counts.sold + counts.held + (counts.claimed ?? 0) === 0;
  return (
    <>
      <Menu.Item component={Link} href={addresses.sale(sale.id)}>
        Open
      </Menu.Item>
      {shop && sale.status !== 'draft' && (
        <Menu.Item component="a" href={inShop(shop, sale.id)} target="_blank" rel="noreferrer">
          View in shop ↗
        </Menu.Item>
      )}
      {may('operator') && (
        <>
          <Menu.Item component={Link} href={addresses.sale(sale.id, 'edit')}>
            Edit
          </Menu.Item>
          <Menu.Item component={Link} href={addresses.copyOf(sale.id)}>
            Duplicate
          </Menu.Item>
          <Menu.Divider />
          {actionsOf(team, sale, canDelete).map(({ label, action, isFinal, isDeletion }) => (
            <Menu.Item
              key={label}
              color={isFinal ? 'var(--mantine-color-error)' : undefined}
              onClick={() => onAct(action, isDeletion)}
            >
              {label}
            </Menu.Item>
          ))}
        </>
      )}
    </>
  );
}
