'use client';

import type { Answer } from '@flash/client';
import type { AdminSale, Role } from '@flash/shared-types';
import { formatMoney } from '@flash/web';
import { Anchor, Button, Modal, Tabs, VisuallyHidden } from '@mantine/core';
import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { addresses, idIn, isWall, partIn, type SalePart } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { leaveGuard } from '../../lib/page-events.ts';
import { inShop, previewInShop } from '../../lib/shop-url.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { useShopUrl } from '../../lib/use-site-config.ts';
import { useTitle } from '../../lib/use-title.ts';
import { type Action, ActionDialog } from '../kit/action-dialog.tsx';
import { RefusalAlert } from '../kit/forms.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { PhaseBadge } from '../kit/mark.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { ShownSecret } from '../kit/shown-once.tsx';
import { spanOf, When, zoneTime } from '../kit/when.tsx';
import { SaleContext } from './context.ts';
import { SaleMenu } from './menu.tsx';
import classes from './sale.module.css';
import { SaleThumb } from './thumb.tsx';

const REFRESH_MS = 5_000;

/** Around every page about one sale: its name and state, its menu, and tabs to the other pages. */
export function SaleFrame({ children }: { children: ReactNode }) {
  const { team } = useMember();
  const pathname = usePathname();
  const id = idIn(pathname);
  const query = useApiQuery(['sale', id], (signal) => team.getSale({ params: { id }, signal }), {
    refetchInterval: REFRESH_MS,
  });
  return (
    <Loaded query={query} head={<UnknownSaleHead />} isStaleShown={!isWall(pathname)}>
      {(sale) => (
        <SaleContext value={sale}>
          <SalePage sale={sale}>{children}</SalePage>
        </SaleContext>
      )}
    </Loaded>
  );
}

function SalePage({ sale, children }: { sale: AdminSale; children: ReactNode }) {
  const part = partIn(usePathname());
  useTitle(titleOf(sale, part));
  if (part === 'wall') {
    return children;
  }
  return (
    <>
      <SaleHead sale={sale} />
      <SaleTabs sale={sale} part={part} />
      {children}
    </>
  );
}

function UnknownSaleHead() {
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

function SaleHead({ sale }: { sale: AdminSale }) {
  const [action, setAction] = useState<Action | null>(null);
  const router = useRouter();
  const shop = useShopUrl();
  const { may } = useMember();
  const onClose = () => setAction(null);
  // A deleted sale no longer has a page.
  const act = (next: Action, isDeletion = false) => {
    setAction({
      ...next,
      run: async (given) => {
        const answer = await next.run(given);
        if (answer.ok && isDeletion) {
          router.push(addresses.sales);
        }
        return answer;
      },
      stale: isDeletion ? ['sales', 'audit'] : next.stale,
    });
  };
  return (
    <>
      <PageHead
        title={
          <span className={classes.title}>
            {sale.picture && <SaleThumb sale={sale} />}
            <span className={classes.titleWords}>{sale.name}</span>{' '}
            <PhaseBadge phase={sale.phase} />
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
                visibleFrom="sm"
              >
                View in shop ↗<VisuallyHidden>, opens a new tab</VisuallyHidden>
              </Anchor>
            )}
            {shop && sale.status === 'draft' && may('operator') && (
              <PreviewButton sale={sale} shop={shop} />
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

/** Time, price and buyers; the time also in the sale's zone where that differs from the reader's. */
function SaleFacts({ sale }: { sale: AdminSale }) {
  const { startsAt, endsAt, timeZone, identity } = sale;
  // Two zones with different names can show the same time.
  const here = spanOf(startsAt, endsAt);
  const there = spanOf(startsAt, endsAt, timeZone);
  const isElsewhere = here !== there;
  const price = formatMoney(sale.pricePerUnitMinor, sale.currency);
  const who = identity === 'guest' ? 'guests' : 'accounts';
  return (
    <div className="numbers">
      {here}
      {isElsewhere && ' your time'} · {price} · for {who}
      {isElsewhere && (
        <>
          <br />
          {there} ({zoneTime(timeZone)})
        </>
      )}
    </div>
  );
}

function SaleTabs({ sale, part }: { sale: AdminSale; part: SalePart }) {
  const router = useRouter();
  const { may } = useMember();
  const list = useRef<HTMLDivElement>(null);
  // On a phone the tabs scroll sideways: the chosen one is brought into view.
  useEffect(() => {
    const tab = list.current?.querySelector<HTMLElement>(`[role="tab"][data-part="${part}"]`);
    if (list.current && tab) {
      list.current.scrollLeft = tab.offsetLeft - (list.current.clientWidth - tab.offsetWidth) / 2;
    }
  }, [part]);
  const go = (next: string | null) =>
    leaveGuard.leave(() => router.push(addresses.sale(sale.id, (next ?? 'live') as SalePart)));
  return (
    <Tabs value={part} onChange={go} mb="lg" keepMounted={false}>
      <Tabs.List ref={list} className={classes.tabs} aria-label="About this sale">
        {parts
          .filter(({ least }) => may(least))
          .map(({ part: value, label }) => (
            <Tabs.Tab key={value} value={value} data-part={value}>
              {label}
            </Tabs.Tab>
          ))}
      </Tabs.List>
    </Tabs>
  );
}

/** The pages of a sale in the order of their tabs, and the least role that may see each. */
const parts: readonly { part: SalePart; label: string; least: Role }[] = [
  { part: 'live', label: 'Live', least: 'viewer' },
  { part: 'line', label: 'Line', least: 'viewer' },
  { part: 'orders', label: 'Orders', least: 'support' },
  { part: 'payments', label: 'Payments', least: 'support' },
  { part: 'analytics', label: 'Analytics', least: 'viewer' },
  { part: 'history', label: 'History', least: 'viewer' },
  { part: 'edit', label: 'Edit', least: 'operator' },
];

/** The full-screen view has no tab; a button on the live page opens it. */
const labelOf = (part: SalePart): string =>
  part === 'wall' ? 'Full screen' : (parts.find((known) => known.part === part)?.label ?? '');

/** The browser tab's title: the sale first, because tabs are narrow, and a pause before it. */
export const titleOf = ({ name, phase }: Pick<AdminSale, 'name' | 'phase'>, part: SalePart) =>
  `${phase === 'paused' ? 'Paused · ' : ''}${name} · ${labelOf(part)} · Flash sale · Team`;

type Made = Answer<{ token: string; expiresAt: string }>;

interface PreviewButtonProps {
  sale: AdminSale;
  /** Address of the shop. */
  shop: string;
}

/** Makes a link that shows a draft as buyers will see it, to people without an account, too. */
export function PreviewButton({ sale: { id }, shop }: PreviewButtonProps) {
  const { team } = useMember();
  const [made, setMade] = useState<Made | null>(null);
  const [isBusy, setBusy] = useState(false);
  const close = () => setMade(null);
  const make = async () => {
    setBusy(true);
    setMade(await team.makePreview({ params: { id } }));
    setBusy(false);
  };
  return (
    <>
      <Button variant="default" loading={isBusy} onClick={() => void make()}>
        Preview link
      </Button>
      <Modal
        opened={made !== null}
        onClose={close}
        title="Preview of this draft"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {made && <PreviewLink made={made} shop={shop} onClose={close} />}
      </Modal>
    </>
  );
}

interface PreviewLinkProps {
  made: Made;
  shop: string;
  onClose: () => void;
}

function PreviewLink({ made, shop, onClose }: PreviewLinkProps) {
  if (!made.ok) {
    return <RefusalAlert refusal={made.refusal} />;
  }
  const { token, expiresAt } = made.value;
  const url = previewInShop(shop, token);
  return (
    <ShownSecret
      label="Link"
      value={url}
      hint={
        <>
          Works until <When at={expiresAt} />.
        </>
      }
      action={
        <Button component="a" href={url} target="_blank" rel="noreferrer" variant="default">
          Open ↗<VisuallyHidden>, opens a new tab</VisuallyHidden>
        </Button>
      }
      onClose={onClose}
    >
      Anyone with this link sees the draft as the shop will show it. Nothing can be bought.
    </ShownSecret>
  );
}
