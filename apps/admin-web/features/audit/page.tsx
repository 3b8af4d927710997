'use client';

import { endpoints } from '@flash/shared-types';
import { Button, Group, Select, Text } from '@mantine/core';
import type { MouseEvent } from 'react';
import { useMember } from '../../lib/member.ts';
import { downloadLink, mayDownload } from '../../lib/team-api.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { useUrlState } from '../../lib/use-url-state.ts';
import { dayRange } from '../kit/lists/day-range.ts';
import {
  DayFields,
  FilterBar,
  type ListFilter,
  SearchField,
  useListFilter,
} from '../kit/lists/filters.tsx';
import { Paged } from '../kit/lists/paged.tsx';
import { SavedViews } from '../kit/lists/saved-views.tsx';
import { EmptyState } from '../kit/loaded.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { SaleSelect } from '../kit/sale-name.tsx';
import { readersZone } from '../kit/when.tsx';
import { useSale } from '../sale/context.ts';
import { actionChoices } from './action-words.ts';
import classes from './audit.module.css';
import { AuditItem } from './entry.tsx';

export function AuditPage() {
  return (
    <>
      <PageHead
        title="Audit log"
        actions={
          <>
            <SavedViews defaults={auditDefaults} />
            <AuditExport />
          </>
        }
      >
        Who did what, when and why. Entries cannot be changed or deleted.
      </PageHead>
      <AuditView />
    </>
  );
}

export function SaleHistoryPage() {
  const { id } = useSale();
  return (
    <>
      <Group justify="space-between" mb="md">
        <Text c="dimmed" size="sm">
          What the team did to this sale, and why.
        </Text>
        <AuditExport saleId={id} />
      </Group>
      <AuditView saleId={id} />
    </>
  );
}

/** The entries of one sale or of everything, page by page. */
function AuditView({ saleId }: { saleId?: string }) {
  const { team } = useMember();
  const filter = useListFilter(auditDefaults, saleId);
  const { state, canChooseSale } = filter;
  const query = useApiQuery(['audit', state], (signal) =>
    team.auditLog({ query: { ...auditFilterOf(state), page: state.page }, signal }),
  );
  return (
    <>
      <AuditFilters filter={filter} />
      <Paged
        query={query}
        filter={filter}
        nouns={['entry', 'entries']}
        empty={<EmptyState title="No entries yet">Actions of the team appear here.</EmptyState>}
        noMatch={{
          title: 'No entry matches',
          hint: 'Choose more days or search for fewer words.',
        }}
      >
        {(items) => (
          <ol className={classes.log}>
            {items.map((entry) => (
              <AuditItem key={entry.id} entry={entry} showsSale={canChooseSale} />
            ))}
          </ol>
        )}
      </Paged>
    </>
  );
}

function AuditFilters({ filter }: { filter: ListFilter<AuditState> }) {
  const { state, change, canChooseSale } = filter;
  return (
    <FilterBar filter={filter}>
      <SearchField
        label="Search"
        placeholder="Action, subject or reason"
        value={state.q}
        onSearch={(q) => change({ q })}
      />
      <SearchField
        label="Who"
        placeholder="Full e-mail or id"
        value={state.actor}
        onSearch={(actor) => change({ actor })}
      />
      <Select
        label="Action"
        placeholder="Any"
        data={actionChoices}
        value={state.action || null}
        onChange={(action) => change({ action: action ?? '' })}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'Any action' }}
        style={{ flex: '1 1 13rem' }}
      />
      {canChooseSale && <SaleSelect value={state.sale} onChange={(sale) => change({ sale })} />}
      <DayFields from={state.from} to={state.to} onChange={change} />
    </FilterBar>
  );
}

/** Downloads the filtered entries as CSV, with times in the reader's zone. */
function AuditExport({ saleId }: { saleId?: string }) {
  const { team } = useMember();
  const [state] = useUrlState(auditDefaults);
  const filter = auditFilterOf({ ...state, sale: saleId ?? state.sale });
  const query = { ...filter, timeZone: readersZone() };
  const link = downloadLink(team.base, endpoints.exportAudit.path, query);
  const start = async (event: MouseEvent) => {
    event.preventDefault();
    if (await mayDownload(team)) {
      location.assign(link);
    }
  };
  return (
    <Button
      component="a"
      variant="default"
      href={link}
      onClick={(event: MouseEvent) => void start(event)}
      download
    >
      Export CSV
    </Button>
  );
}

/** The filters that are kept in the page's address. */
const auditDefaults = {
  actor: '',
  action: '',
  sale: '',
  q: '',
  from: '',
  to: '',
  page: '1',
};
type AuditState = typeof auditDefaults;

/** The filter for the API, without the page number. */
function auditFilterOf(state: AuditState) {
  const { actor, action, sale: flashSaleId, q } = state;
  return { actor: actor.trim(), action, flashSaleId, q, ...dayRange(state.from, state.to) };
}
