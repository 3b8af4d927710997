'use client';
import {
  type MailKindWord,
  type MailRow,
  type MailStateWord,
  mailKind,
  mailState,
} from '@flash/shared-types';
import { Alert, Button, Chip, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { ActionDialog } from '../kit/action-dialog.tsx';
import { FilterBar, type ListFilter, useListFilter } from '../kit/lists/filters.tsx';
import { Paged } from '../kit/lists/paged.tsx';
import { type Column, RecordList } from '../kit/lists/record-list.tsx';
import { SavedViews } from '../kit/lists/saved-views.tsx';
import { EmptyState, Forbidden } from '../kit/loaded.tsx';
import { Mark, type Tone } from '../kit/mark.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { SaleName, SaleSelect } from '../kit/sale-name.tsx';
import { When } from '../kit/when.tsx';
import classes from './mails.module.css';

const kindWords: Record<MailKindWord, string> = {
  placed: 'Place in line',
  turn: 'Your turn',
  ending: 'Reservation ends soon',
  expired: 'Reservation ended',
  order: 'Order confirmed',
  refund: 'Refund',
  returned: 'Available again',
  password: 'New password',
  address: 'Address confirmation',
  webhook: 'Webhook disabled',
};

const stateWords: Record<MailStateWord, { label: string; tone: Tone }> = {
  waiting: { label: 'Waiting', tone: 'busy' },
  sent: { label: 'Sent', tone: 'good' },
  failed: { label: 'Failed', tone: 'bad' },
  skipped: { label: 'Not sent', tone: 'quiet' },
};

function StateMark({ state }: { state: MailStateWord }) {
  const { label, tone } = stateWords[state];
  return <Mark tone={tone}>{label}</Mark>;
}

const mailDefaults = { state: '', kind: '', sale: '', page: '1' };
type MailListState = typeof mailDefaults;

export function MailsPage() {
  const { team, may } = useMember();
  const filter = useListFilter(mailDefaults);
  const [opened, setOpened] = useState<string | null>(null);
  const { state } = filter;
  const wanted = {
    state: mailState.safeParse(state.state).data ?? '',
    kind: mailKind.safeParse(state.kind).data ?? '',
    flashSaleId: state.sale,
  } as const;
  const query = useApiQuery(
    ['mails', state],
    (signal) => team.listMails({ query: { ...wanted, page: state.page }, signal }),
    { enabled: may('support') },
  );
  if (!may('support')) {
    return <Forbidden />;
  }
  return (
    <>
      <PageHead title="Mail" actions={<SavedViews defaults={mailDefaults} />}>
        E-mails to buyers and accounts, newest first.
      </PageHead>
      {query.data && query.data.delivery !== 'server' && (
        <Alert color="yellow" mb="md">
          {deliveryWords[query.data.delivery]}
        </Alert>
      )}
      <MailFilters filter={filter} />
      <Paged
        query={query}
        filter={filter}
        nouns={['mail', 'mails']}
        empty={
          <EmptyState title="No mail yet">
            Order confirmations, refunds and the e-mails that buyers ask for appear here.
          </EmptyState>
        }
        noMatch={{ title: 'No mail matches', hint: 'Choose another state, kind or sale.' }}
      >
        {(items) => (
          <RecordList
            label="Mail"
            columns={columnsWith(setOpened)}
            rows={items}
            keyOf={({ id }) => id}
          />
        )}
      </Paged>
      <MailDialog id={opened} onClose={() => setOpened(null)} />
    </>
  );
}

const deliveryWords = {
  kept: 'No mail server is set up (SMTP_URL). E-mails are only stored here and do not reach buyers, including those marked as sent.',
  off: 'E-mail is off (SMTP_URL). Buyers do not get any e-mail.',
};

const ALL = 'all';
const chip = { variant: 'filled', color: 'brand' } as const;

function MailFilters({ filter }: { filter: ListFilter<MailListState> }) {
  const { state, change } = filter;
  return (
    <>
      <Group role="radiogroup" aria-label="State" gap="xs" mb="sm">
        <Chip.Group
          value={mailState.safeParse(state.state).data ?? ALL}
          onChange={(next) => change({ state: next === ALL ? '' : next })}
        >
          <Chip {...chip} value={ALL}>
            All
          </Chip>
          {mailState.options.map((one) => (
            <Chip {...chip} key={one} value={one}>
              {stateWords[one].label}
            </Chip>
          ))}
        </Chip.Group>
      </Group>
      <FilterBar filter={filter}>
        <Select
          label="Kind"
          placeholder="Any"
          data={mailKind.options.map((value) => ({ value, label: kindWords[value] }))}
          value={state.kind || null}
          onChange={(kind) => change({ kind: kind ?? '' })}
          clearable
          clearButtonProps={{ 'aria-label': 'Any kind' }}
        />
        <SaleSelect value={state.sale} onChange={(sale) => change({ sale })} />
      </FilterBar>
    </>
  );
}

function columnsWith(open: (id: string) => void): Column<MailRow>[] {
  return [
    {
      head: 'Mail',
      cell: ({ id, kind }) => (
        <Button variant="transparent" p={0} h="auto" mih={24} fz="inherit" onClick={() => open(id)}>
          {kindWords[kind]}
        </Button>
      ),
    },
    {
      head: 'Sale',
      cell: ({ flashSaleId }) =>
        flashSaleId === null ? '–' : <SaleName id={flashSaleId} part="orders" />,
    },
    { head: 'State', cell: ({ state }) => <StateMark state={state} /> },
    { head: 'Event', cell: ({ at }) => <When at={at} /> },
    {
      head: 'Sent',
      cell: ({ sentAt, nextAt, why }) =>
        sentAt ? (
          <When at={sentAt} />
        ) : nextAt ? (
          <>
            due <When at={nextAt} />
          </>
        ) : (
          (why ?? '–')
        ),
    },
    { head: 'Tries', cell: ({ tries }) => tries, isNumber: true },
  ];
}

interface MailDialogProps {
  id: string | null;
  onClose: () => void;
}

/** One mail as the buyer got it, without what would open the place. */
function MailDialog({ id, onClose }: MailDialogProps) {
  return (
    <Modal
      opened={id !== null}
      onClose={onClose}
      title="Mail"
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {id !== null && <OneMail id={id} onClose={onClose} />}
    </Modal>
  );
}

/** The id of a mail begins with that of its sale, or with `account`. */
const saleOf = (id: string) => id.split(':')[0] ?? '';

function OneMail({ id, onClose }: { id: string; onClose: () => void }) {
  const { team } = useMember();
  const [isSending, setSending] = useState(false);
  const { data } = useApiQuery(['mail', id], (signal) =>
    team.mailDetail({ params: { flashSaleId: saleOf(id), mailId: id }, signal }),
  );
  if (!data) {
    return <Text c="dimmed">Loading…</Text>;
  }
  const { kind, state, address, content, why, saleName } = data;
  return (
    <Stack>
      <Group justify="space-between">
        <Text fw={600}>
          {saleName === '' ? kindWords[kind] : `${kindWords[kind]}: ${saleName}`}
        </Text>
        <StateMark state={state} />
      </Group>
      <Text size="sm">To: {address ?? 'an address that was deleted'}</Text>
      {why && (
        <Text size="sm" c="dimmed">
          {why}
        </Text>
      )}
      {content ? (
        <>
          <Text fw={600} dir="auto">
            {content.subject}
          </Text>
          <pre className={classes.text} dir="auto">
            {content.text}
          </pre>
        </>
      ) : (
        <Text c="dimmed">
          {state === 'waiting'
            ? 'The text is written when the e-mail is sent, from the state at that time.'
            : 'This e-mail has no text.'}
        </Text>
      )}
      {state !== 'waiting' && (
        <Group>
          <Button variant="default" onClick={() => setSending(true)}>
            Send again
          </Button>
        </Group>
      )}
      <ActionDialog
        action={
          isSending
            ? {
                title: 'Send this e-mail again?',
                effect:
                  'It is written again from the current state. It is not sent if it no longer applies, for example after a hold has ended.',
                button: 'Send again',
                run: ({ reason, key }) =>
                  team.resendMail({
                    params: { flashSaleId: saleOf(id), mailId: id },
                    body: { reason },
                    key,
                  }),
                done: 'The e-mail is sent again.',
                stale: ['mail', 'mails', 'audit'],
              }
            : null
        }
        onClose={() => {
          setSending(false);
          onClose();
        }}
      />
    </Stack>
  );
}
