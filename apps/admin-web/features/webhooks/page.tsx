'use client';

import type { Webhook } from '@flash/shared-types';
import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { useUrlState } from '../../lib/use-url-state.ts';
import { type Action, ActionDialog } from '../kit/action-dialog.tsx';
import { type Column, RecordList } from '../kit/lists/record-list.tsx';
import { EmptyState, Forbidden, Loaded, Rows } from '../kit/loaded.tsx';
import { Mark, type Tone } from '../kit/mark.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { SaleName } from '../kit/sale-name.tsx';
import { When } from '../kit/when.tsx';
import { Deliveries } from './deliveries.tsx';
import { type Shown, WebhookDialog } from './webhook-dialog.tsx';

export function WebhooksPage() {
  const { may, team } = useMember();
  const [shown, setShown] = useState<Shown | null>(null);
  const isOwner = may('owner');
  const openNew = () => setShown({ kind: 'new' });
  return (
    <>
      <PageHead
        title="Webhooks"
        actions={isOwner && <Button onClick={openNew}>New webhook</Button>}
      >
        Send the events of your sales to other systems.{' '}
        <Anchor href={new URL('/docs', team.base).href} target="_blank" inherit underline="always">
          API reference
        </Anchor>
      </PageHead>
      {isOwner ? <WebhookList onShow={setShown} /> : <Forbidden />}
      <WebhookDialog shown={shown} onClose={() => setShown(null)} />
    </>
  );
}

/** The webhook whose deliveries are shown. */
const opened = { webhook: '' };

function WebhookList({ onShow }: { onShow: (shown: Shown) => void }) {
  const { team } = useMember();
  const [action, setAction] = useState<Action | null>(null);
  // In the address, so that a mail can lead to it.
  const [{ webhook: openId }, change] = useUrlState(opened);
  const query = useApiQuery(['webhooks'], (signal) => team.listWebhooks({ signal }));
  const stale = ['webhooks', 'deliveries'];

  const actions = {
    test: ({ id, url }: Webhook) =>
      setAction({
        title: 'Send test event',
        effect: `An event of the type webhook.test is sent to ${hostOf(url)}.`,
        button: 'Send',
        reasonLabel: null,
        run: () => team.testWebhook({ params: { id } }),
        done: 'The test event is being sent.',
        stale,
      }),
    setActive: ({ id, url }: Webhook, active: boolean) =>
      setAction({
        title: active ? 'Enable webhook' : 'Disable webhook',
        effect: active
          ? `${hostOf(url)} gets events again, including those of the last three days that were already waiting.`
          : `${hostOf(url)} gets no events until it is enabled again. Events from that time are not sent later.`,
        button: active ? 'Enable' : 'Disable',
        reasonLabel: null,
        run: () => team.changeWebhook({ params: { id }, body: { active } }),
        done: active ? 'The webhook is enabled.' : 'The webhook is disabled.',
        stale,
      }),
    remove: ({ id, url }: Webhook) =>
      setAction({
        title: 'Delete webhook',
        effect: `${hostOf(url)} gets no more events, and its list of deliveries is deleted. This cannot be undone.`,
        button: 'Delete',
        reasonLabel: null,
        run: () => team.removeWebhook({ params: { id } }),
        done: 'The webhook is deleted.',
        stale,
      }),
  };
  const columns: Column<Webhook>[] = [
    { head: 'Address', cell: (webhook) => <AddressAndEvents webhook={webhook} /> },
    {
      head: 'Sale',
      cell: ({ flashSaleId }) => (flashSaleId ? <SaleName id={flashSaleId} /> : 'All sales'),
    },
    { head: 'State', cell: (webhook) => <State webhook={webhook} /> },
    {
      head: 'Actions',
      cell: (webhook) => {
        const isActive = webhook.state === 'active';
        const isOpen = openId === webhook.id;
        const named = (label: string) => `${label}: ${hostOf(webhook.url)}`;
        const buttons = [
          [
            isOpen ? 'Hide deliveries' : 'Deliveries',
            () => change({ webhook: isOpen ? '' : webhook.id }),
          ],
          ['Send test event', () => actions.test(webhook)],
          ['Rotate secret', () => onShow({ kind: 'rotate', webhook })],
          [isActive ? 'Disable' : 'Enable', () => actions.setActive(webhook, !isActive)],
          ['Delete', () => actions.remove(webhook)],
        ] as const;
        return (
          <Group gap="xs">
            {buttons.map(([label, onClick]) => (
              <Button
                key={label}
                variant="default"
                size="xs"
                onClick={onClick}
                aria-label={named(label)}
              >
                {label}
              </Button>
            ))}
          </Group>
        );
      },
    },
  ];

  return (
    <Stack>
      <Loaded query={query} skeleton={<Rows count={2} />}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState
              title="No webhooks"
              action={
                <Button variant="default" onClick={() => onShow({ kind: 'new' })}>
                  New webhook
                </Button>
              }
            >
              A webhook posts signed events to an address: joins, holds, orders, refunds. A
              warehouse, for example, gets each order within seconds.
            </EmptyState>
          ) : (
            <RecordList label="Webhooks" columns={columns} rows={items} keyOf={({ id }) => id} />
          )
        }
      </Loaded>
      {query.data?.items.some(({ id }) => id === openId) && (
        <Deliveries key={openId} webhookId={openId} />
      )}
      <ActionDialog action={action} onClose={() => setAction(null)} />
    </Stack>
  );
}

export const hostOf = (url: string): string => URL.parse(url)?.host ?? url;

function AddressAndEvents({ webhook: { url, description, events } }: { webhook: Webhook }) {
  return (
    <Stack gap={2}>
      <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
        {url}
      </Text>
      {description && <Text size="xs">{description}</Text>}
      <Text size="xs" c="dimmed" fw={400}>
        {events.length === 0 ? 'All events' : events.join(', ')}
      </Text>
    </Stack>
  );
}

const states: Record<Webhook['state'], { tone: Tone; label: string; hint: string | null }> = {
  active: { tone: 'good', label: 'active', hint: null },
  disabled: { tone: 'quiet', label: 'disabled', hint: null },
  gone: { tone: 'bad', label: 'off', hint: 'The receiver answered 410 Gone.' },
  failing: { tone: 'bad', label: 'off', hint: 'No delivery succeeded for five days.' },
};

function State({ webhook: { state, failingSince } }: { webhook: Webhook }) {
  const { tone, label, hint } = states[state];
  const isFailing = state === 'active' && failingSince !== null;
  return (
    <>
      <Mark tone={isFailing ? 'bad' : tone}>{isFailing ? 'failing' : label}</Mark>
      {isFailing && (
        <Text size="xs" c="dimmed">
          since <When at={failingSince} />
        </Text>
      )}
      {hint && (
        <Text size="xs" c="dimmed">
          {hint}
        </Text>
      )}
    </>
  );
}
