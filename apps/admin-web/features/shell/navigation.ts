import type { Role } from '@flash/shared-types';
import { addresses } from '../../lib/addresses.ts';
import type { IconName } from '../kit/icon.tsx';

export interface NavItem {
  label: string;
  /** Synonyms to search by. */
  hint: string;
  href: string;
  least: Role;
  icon: IconName;
  /** The key after "g" that opens it. */
  key?: string;
  isExternal?: boolean;
}

const inside: readonly NavItem[] = [
  {
    label: 'Flash sales',
    hint: 'list, live, schedule, products',
    href: addresses.sales,
    least: 'viewer',
    icon: 'bolt',
    key: 's',
  },
  {
    label: 'Orders',
    hint: 'refund, export, receipts',
    href: addresses.orders,
    least: 'support',
    icon: 'receipt',
    key: 'o',
  },
  {
    label: 'Mail',
    hint: 'e-mail, messages to buyers, resend',
    href: addresses.mail,
    least: 'support',
    icon: 'mail',
    key: 'e',
  },
  {
    label: 'Audit log',
    hint: 'history, who did what',
    href: addresses.audit,
    least: 'viewer',
    icon: 'list',
    key: 'a',
  },
  {
    label: 'System',
    hint: 'engines, health, blocks, restore',
    href: addresses.system,
    least: 'viewer',
    icon: 'pulse',
    key: 'y',
  },
  {
    label: 'Privacy',
    hint: 'export or delete personal data, GDPR',
    href: addresses.privacy,
    least: 'support',
    icon: 'shield',
    key: 'p',
  },
  {
    label: 'Team',
    hint: 'members, roles, invitations, reset a password',
    href: addresses.team,
    least: 'owner',
    icon: 'people',
    key: 't',
  },
  {
    label: 'API keys',
    hint: 'tokens, programs, integrations, scopes, revoke',
    href: addresses.keys,
    least: 'owner',
    icon: 'key',
    key: 'k',
  },
  {
    label: 'Webhooks',
    hint: 'events, integrations, endpoints, secret, deliveries, replay',
    href: addresses.webhooks,
    least: 'owner',
    icon: 'share',
    key: 'w',
  },
];

/** Entries of the menu, most used first. */
export function navItemsFor(apiBase: string): NavItem[] {
  const at = (path: string) => new URL(path, apiBase).href;
  return [
    ...inside,
    {
      label: 'Queue monitor',
      hint: 'jobs, workers',
      href: at('/bull-mq-dashboard'),
      least: 'operator',
      icon: 'stack',
      isExternal: true,
    },
    {
      label: 'API reference',
      hint: 'docs, openapi',
      href: at('/docs'),
      least: 'viewer',
      icon: 'code',
      isExternal: true,
    },
  ];
}
