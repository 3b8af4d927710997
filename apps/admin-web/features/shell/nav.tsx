'use client';

import type { Role } from '@flash/shared-types';
import { NavLink, Stack } from '@mantine/core';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { addresses } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';

export interface Place {
  label: string;
  /** Words that somebody may look for it by. */
  hint: string;
  href: string;
  least: Role;
  isExternal?: boolean;
}

/** Every place of this site, by what people come for. */
export function placesFor(apiBase: string): Place[] {
  const at = (path: string) => new URL(path, apiBase).href;
  return [
    { label: 'Flash sales', hint: 'list, live, schedule', href: addresses.sales, least: 'viewer' },
    { label: 'Orders', hint: 'refund, export, receipts', href: addresses.orders, least: 'support' },
    { label: 'Audit log', hint: 'who did what', href: addresses.audit, least: 'viewer' },
    { label: 'System', hint: 'engines, blocks, restore', href: addresses.system, least: 'viewer' },
    {
      label: 'Privacy',
      hint: 'export or forget a buyer',
      href: addresses.privacy,
      least: 'support',
    },
    { label: 'Team', hint: 'members, roles, invitations', href: addresses.team, least: 'owner' },
    {
      label: 'Queue monitor',
      hint: 'jobs, workers',
      href: at('/bull-mq-dashboard'),
      least: 'operator',
      isExternal: true,
    },
    { label: 'API reference', hint: 'docs', href: at('/docs'), least: 'viewer', isExternal: true },
  ];
}

export function Nav({ onGo }: { onGo: () => void }) {
  const { team, may } = useMember();
  const pathname = usePathname();
  const places = placesFor(team.base).filter(({ least }) => may(least));
  return (
    <Stack component="nav" aria-label="Main" gap={2}>
      {places.map(({ label, href, isExternal }) =>
        isExternal ? (
          <NavLink
            key={href}
            component="a"
            href={href}
            target="_blank"
            rel="noreferrer"
            label={`${label} ↗`}
            aria-label={`${label}, opens a new tab`}
          />
        ) : (
          <NavLink
            key={href}
            component={Link}
            href={href}
            label={label}
            active={pathname.startsWith(href)}
            aria-current={pathname.startsWith(href) ? 'page' : undefined}
            onClick={onGo}
          />
        ),
      )}
    </Stack>
  );
}
