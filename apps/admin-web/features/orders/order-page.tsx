'use client';
import { newKey } from '@flash/client';
import { NOTE_LENGTH_MAX, type OrderContact, type OrderDetail } from '@flash/shared-types';
import { parcelLabel } from '@flash/shared-utils';
import { Anchor, Button, Group, SimpleGrid, Stack, Text, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useState } from 'react';
import { addresses, idIn } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { useTitle } from '../../lib/use-title.ts';
import { Facts } from '../kit/facts.tsx';
import { RefusalAlert } from '../kit/forms.tsx';
import { Forbidden, Loaded } from '../kit/loaded.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { Panel } from '../kit/panel.tsx';
import { When } from '../kit/when.tsx';
import { amountOf, paymentWords, providerWords, StatusMark, unitWords } from './order-words.tsx';
import classes from './orders.module.css';
import { RefundButton } from './refund-button.tsx';
import { TimelinePanel } from './timeline-panel.tsx';

const REFRESH_MS = 5_000;

export function OrderPage() {
  const { team, may } = useMember();
  const orderId = idIn(usePathname());
  const query = useApiQuery(
    ['order', orderId],
    (signal) => team.orderDetail({ params: { orderId }, signal }),
    // Payment and unit change in the background after a refund.
    { refetchInterval: REFRESH_MS, enabled: may('support') },
  );
  if (!may('support')) {
    return <OrderForbidden />;
  }
  return (
    <Loaded query={query} head={<PageHead title="Order" />}>
      {(order) => (
        <>
          <OrderHead order={order} />
          <SimpleGrid cols={{ base: 1, md: 2 }} mb="md">
            <OrderPanel order={order} />
            <BuyerPanel order={order} />
          </SimpleGrid>
          <Stack>
            <NotesPanel order={order} />
            <TimelinePanel orderId={order.id} />
          </Stack>
        </>
      )}
    </Loaded>
  );
}

function OrderHead({ order }: { order: OrderDetail }) {
  const { orderCode, saleName, createdAt } = order;
  useTitle(`Order ${orderCode} · Flash sale · Team`);
  const title = (
    <>
      Order <span className={classes.code}>{orderCode}</span>
    </>
  );
  return (
    <PageHead title={title} actions={<RefundButton order={order} />}>
      {amountOf(order)}, <bdi>{saleName}</bdi>, bought <When at={createdAt} hasSeconds />
    </PageHead>
  );
}

function OrderForbidden() {
  return (
    <>
      <PageHead title="Order" />
      <Forbidden />
    </>
  );
}

function OrderPanel({ order }: { order: OrderDetail }) {
  const atProvider = providerWords(order);
  return (
    <Panel title="Order" aside={<StatusMark status={order.paymentStatus} />}>
      <Facts
        facts={[
          ['Order number', order.orderCode],
          ['Order id', order.id],
          [
            'Sale',
            <Anchor key="sale" component={Link} href={addresses.sale(order.flashSaleId)} inherit>
              {order.saleName}
            </Anchor>,
          ],
          ['Amount', `${amountOf(order)} (${order.currency})`],
          ['Money', paymentWords(order)],
          ...(atProvider === null ? [] : ([['At the provider', atProvider]] as const)),
          ['Unit', `No. ${order.unit}, ${unitWords(order)}`],
          ['Last change', <When key="change" at={order.updatedAt} hasSeconds />],
        ]}
      />
    </Panel>
  );
}

/** As it is written on a parcel. */
function Label({ contact }: { contact: OrderContact }) {
  return (
    <span className={classes.label} dir="auto">
      {parcelLabel(contact, 'en')}
    </span>
  );
}

function BuyerPanel({ order }: { order: OrderDetail }) {
  const { userEmail, forgotten, contact, account, identity, flashSaleId, buyer } = order;
  const gone = 'deleted on request';
  return (
    <Panel title="Buyer">
      <Facts
        facts={[
          ['E-mail', forgotten ? gone : userEmail],
          ['Name', forgotten ? gone : (contact?.name ?? account?.name ?? 'not given')],
          ['Phone', forgotten ? gone : (contact?.phone ?? 'not given')],
          ...(contact?.address
            ? ([['Deliver to', <Label key="label" {...{ contact }} />]] as const)
            : []),
          ['Type', identity === 'account' ? 'Account' : 'Guest'],
          ...(account ? ([['Account', account.email]] as const) : []),
          [
            'Place',
            <Anchor
              key="place"
              component={Link}
              href={addresses.person(flashSaleId, buyer)}
              inherit
            >
              Open in the line
            </Anchor>,
          ],
        ]}
      />
      <details className={classes.technical}>
        <summary>Technical details</summary>
        <Facts
          facts={[
            ['Place in the log', `seq ${order.seq}, epoch ${order.epoch}`],
            ['Payment attempt', `fence ${order.fence}`],
            ['Id in the log', order.buyer],
          ]}
        />
      </details>
    </Panel>
  );
}

/** What colleagues noted on this order, and a field for a new note. */
function NotesPanel({ order }: { order: Pick<OrderDetail, 'id' | 'notes' | 'forgotten'> }) {
  const { notes, forgotten } = order;
  return (
    <Panel title="Notes">
      <Stack gap="sm">
        {notes.length > 0 && (
          <ol className={classes.notes}>
            {notes.map(({ id, at, author, text }) => (
              <li key={id}>
                <Text size="sm" className={classes.noteText} dir="auto">
                  {text}
                </Text>
                <Text size="xs" c="dimmed">
                  {author}, <When at={at} />
                </Text>
              </li>
            ))}
          </ol>
        )}
        {forgotten ? (
          <Text size="sm" c="dimmed">
            The buyer’s data was deleted, and the notes with it.
          </Text>
        ) : (
          <NoteForm orderId={order.id} />
        )}
      </Stack>
    </Panel>
  );
}

function NoteForm({ orderId }: { orderId: string }) {
  const { team } = useMember();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  // The same for every attempt to add one note, so that a retry adds it once.
  const [key, setKey] = useState(newKey);
  const { submit, isBusy, refusal } = useSubmit({
    call: () => team.noteOrder({ params: { orderId }, body: { text: text.trim() }, key }),
    onDone: () => {
      setText('');
      setKey(newKey());
      return queries.invalidateQueries({ queryKey: ['order', orderId] });
    },
  });
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        {refusal && <RefusalAlert refusal={refusal} />}
        <Textarea
          label="New note"
          description="For colleagues. Buyers do not see notes; they can ask for a copy of their data."
          autosize
          minRows={2}
          maxLength={NOTE_LENGTH_MAX}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button type="submit" variant="default" loading={isBusy} disabled={text.trim() === ''}>
            Add note
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
