'use client';

import { type DeliveryState, deliveryStates, type WebhookDelivery } from '@flash/shared-types';
import { HOUR_MS } from '@flash/shared-utils';
import { Button, Code, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { type Action, ActionDialog } from '../kit/action-dialog.tsx';
import { Facts } from '../kit/facts.tsx';
import { Paged } from '../kit/lists/paged.tsx';
import { type Column, RecordList } from '../kit/lists/record-list.tsx';
import { EmptyState } from '../kit/loaded.tsx';
import { Mark, type Tone } from '../kit/mark.tsx';
import { Panel } from '../kit/panel.tsx';
import { SaleSelect } from '../kit/sale-name.tsx';
import { When } from '../kit/when.tsx';

const tones: Record<DeliveryState, Tone> = { pending: 'busy', delivered: 'good', failed: 'bad' };

/** What was sent to one webhook and answered, and how it is sent again. */
export function Deliveries({ webhookId }: { webhookId: string }) {
  const { team } = useMember();
  const [state, setState] = useState('');
  const [page, setPage] = useState(1);
  const [details, setDetails] = useState<WebhookDelivery | null>(null);
  const [action, setAction] = useState<Action | null>(null);
  const [isChoosing, setChoosing] = useState(false);
  const [saleId, setSaleId] = useState('');
  const filter = { page, ...(state && { state: state as DeliveryState }) };
  const query = useApiQuery(['deliveries', webhookId, state, page], (signal) =>
    team.listWebhookDeliveries({ params: { id: webhookId }, query: filter, signal }),
  );

  const replayOne = ({ id, type }: WebhookDelivery) =>
    setAction({
      title: 'Send again',
      effect: `The event ${type} is sent again under the same webhook-id.`,
      button: 'Send again',
      reasonLabel: null,
      run: () => team.replayWebhookDelivery({ params: { id: webhookId, deliveryId: id } }),
      done: 'The event is being sent.',
      stale: ['deliveries'],
    });
  const replayHour = () =>
    setAction({
      title: 'Send the last hour again',
      effect: 'Every event of the last hour is sent again under the same webhook-ids.',
      button: 'Send again',
      reasonLabel: null,
      run: () => {
        const from = new Date(Date.now() - HOUR_MS).toISOString();
        return team.replayWebhook({ params: { id: webhookId }, body: { from } });
      },
      done: 'The events are being sent.',
      stale: ['deliveries'],
    });
  const replaySale: Action = {
    title: 'Send a whole sale',
    effect:
      'All events of the sale are sent, from its first one, including those from before this webhook was created. Each keeps its webhook-id, so a receiver can skip those it has.',
    button: 'Send',
    reasonLabel: null,
    fields: <SaleSelect value={saleId} onChange={setSaleId} placeholder="Choose a sale" />,
    isReady: saleId !== '',
    run: () =>
      team.replayWebhook({
        params: { id: webhookId },
        body: { from: new Date(0).toISOString(), flashSaleId: saleId },
      }),
    done: 'The events are being sent.',
    stale: ['deliveries'],
  };

  const columns: Column<WebhookDelivery>[] = [
    {
      head: 'Event',
      cell: ({ type, n }) => (
        <>
          {type}
          {n !== null && (
            <Text size="xs" c="dimmed" fw={400}>
              entry {n}
            </Text>
          )}
        </>
      ),
    },
    { head: 'Happened', cell: ({ at }) => <When at={at} hasSeconds /> },
    { head: 'State', cell: (delivery) => <State delivery={delivery} /> },
    { head: 'Answer', cell: ({ status, error }) => error ?? status ?? '–' },
    {
      head: 'Actions',
      cell: (delivery) => (
        <Group gap="xs">
          <Button
            variant="default"
            size="xs"
            onClick={() => setDetails(delivery)}
            aria-label={`Details: ${delivery.id}`}
          >
            Details
          </Button>
          <Button
            variant="default"
            size="xs"
            onClick={() => replayOne(delivery)}
            aria-label={`Send again: ${delivery.id}`}
          >
            Send again
          </Button>
        </Group>
      ),
    },
  ];

  return (
    <Panel
      title="Deliveries"
      aside={
        <Group gap="xs">
          <Button variant="default" size="xs" onClick={replayHour}>
            Send the last hour again
          </Button>
          <Button variant="default" size="xs" onClick={() => setChoosing(true)}>
            Send a whole sale
          </Button>
        </Group>
      }
    >
      <Stack>
        <Select
          label="State"
          data={[{ value: '', label: 'All' }, ...deliveryStates]}
          value={state}
          onChange={(value) => {
            setState(value ?? '');
            setPage(1);
          }}
          allowDeselect={false}
          maw={220}
        />
        <Paged
          query={query}
          filter={{
            isFiltered: state !== '' || page > 1,
            clear: () => {
              setState('');
              setPage(1);
            },
            goTo: (next) => setPage(Number(next)),
          }}
          nouns={['delivery', 'deliveries']}
          empty={
            <EmptyState title="No deliveries">
              Events appear here as soon as something happens in a sale. They are kept for 30 days.
            </EmptyState>
          }
          noMatch={{ title: 'No deliveries in this state', hint: 'Choose another state.' }}
        >
          {(items) => (
            <RecordList label="Deliveries" columns={columns} rows={items} keyOf={({ id }) => id} />
          )}
        </Paged>
      </Stack>
      <DetailsDialog delivery={details} onClose={() => setDetails(null)} />
      <ActionDialog action={action} onClose={() => setAction(null)} />
      <ActionDialog
        action={isChoosing ? replaySale : null}
        onClose={() => {
          setChoosing(false);
          setSaleId('');
        }}
      />
    </Panel>
  );
}

function State({ delivery: { state, attempts, nextAt } }: { delivery: WebhookDelivery }) {
  return (
    <>
      <Mark tone={tones[state]}>{state}</Mark>
      {attempts > 1 && (
        <Text size="xs" c="dimmed">
          {attempts} attempts
        </Text>
      )}
      {nextAt && attempts > 0 && (
        <Text size="xs" c="dimmed">
          next <When at={nextAt} hasSeconds />
        </Text>
      )}
    </>
  );
}

interface DetailsDialogProps {
  delivery: WebhookDelivery | null;
  onClose: () => void;
}

function DetailsDialog({ delivery, onClose }: DetailsDialogProps) {
  return (
    <Modal
      opened={delivery !== null}
      onClose={onClose}
      size="lg"
      title={delivery?.type}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {delivery && (
        <Stack>
          <Facts
            facts={[
              ['webhook-id', <Code key="id">{delivery.id}</Code>],
              ['Attempts', delivery.attempts],
              ['Answer', delivery.error ?? delivery.status ?? 'None yet'],
              ['Time to answer', delivery.tookMs === null ? '–' : `${delivery.tookMs} ms`],
            ]}
          />
          <Text size="sm" fw={600}>
            Sent
          </Text>
          <Code block style={wrapped}>
            {prettyJson(delivery.body)}
          </Code>
          <Text size="sm" fw={600}>
            Answered
          </Text>
          <Code block style={wrapped}>
            {delivery.answer || '(empty)'}
          </Code>
        </Stack>
      )}
    </Modal>
  );
}

/** Nothing scrolls sideways, which a keyboard could not do. */
const wrapped = { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' } as const;

/** For reading; what was sent has no spaces. */
export function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
