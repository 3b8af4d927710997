'use client';

import { type MailRow, mailKind, mailState } from '@flash/shared-types';
import { Alert, Button, Chip, Group, Select } from '@mantine/core';
import { useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { FilterBar, type ListFilter, useListFilter } from '../kit/lists/filters.tsx';
import { Paged } from '../kit/lists/paged.tsx';
import { type Column, RecordList } from '../kit/lists/record-list.tsx';
import { SavedViews } from '../kit/lists/saved-views.tsx';
import { EmptyState, Forbidden } from '../kit/loaded.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { SaleName, SaleSelect } from '../kit/sale-name.tsx';
import { When } from '../kit/when.tsx';
import { MailDialog } from './mail-dialog.tsx';
import { kindWords, StateMark, stateWords } from './mail-words.tsx';

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
        What buyers and accounts were told by e-mail, newest first.
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
            Orders, refunds and what buyers asked to be told appear here.
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
  kept: 'No mail server is set (SMTP_URL). Mails are kept here and reach no buyer, also those that count as sent.',
  off: 'Mail is switched off (SMTP_URL). Buyers are told nothing by e-mail.',
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
