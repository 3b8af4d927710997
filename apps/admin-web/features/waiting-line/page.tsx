'use client';

import type { AdminSale, QueueMember } from '@flash/shared-types';
import { formatCount, useTicking } from '@flash/web';
import { Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { useUrlState } from '../../lib/use-url-state.ts';
import { timeOf, waitWords } from '../kit/format.ts';
import { type Column, RecordList } from '../kit/lists/record-list.tsx';
import { EmptyState, Loaded } from '../kit/loaded.tsx';
import { Panel } from '../kit/panel.tsx';
import { AgeAt } from '../kit/when.tsx';
import { useSale } from '../sale/context.ts';
import { isOver } from '../sale/phases.ts';
import { BuyerName } from './buyer-name.tsx';
import { FindPerson } from './find-person.tsx';
import { HoldersPanel, PlaceModal } from './holders-panel.tsx';
import classes from './line.module.css';
import { ManyPlaces } from './places-dialog.tsx';
import { stateWords } from './words.ts';

const defaults = { from: '1', after: '', person: '' };
const STALE_MS = 8_000;

export function LinePage() {
  const sale = useSale();
  const [state, change] = useUrlState(defaults);
  const { query, rows, total, readAt, showNewest } = useLine(sale.id, state);
  const now = useTicking(Date.now);
  const open = (person: string) => change({ person });
  return (
    <Stack gap="lg">
      <PlaceModal saleId={sale.id} buyer={state.person} onClose={() => open('')} />
      <FindPerson />
      <ManyPlaces />
      <HoldersPanel saleId={sale.id} onOpen={open} />
      <Panel
        title="In line"
        aside={
          <Group gap="md" align="baseline">
            {query.data && (
              <Text component="span" size="sm" className="numbers">
                {formatCount(total)} waiting
              </Text>
            )}
            <AgeAt at={readAt || null} now={now} staleAfterMs={STALE_MS} />
          </Group>
        }
      >
        <Loaded query={query}>
          {({ nextCursor }) => (
            <>
              <MovedNote gone={goneOf(rows)} onShow={showNewest} />
              {rows.length > 0 ? (
                <LineTable rows={rows} now={now} onOpen={open} />
              ) : (
                <EmptyLine isBeyond={total > 0} phase={sale.phase} />
              )}
              <LinePager
                first={rows[0]?.member.position ?? Number(state.from)}
                shown={rows.length}
                total={total}
                nextCursor={nextCursor}
                onGo={change}
              />
            </>
          )}
        </Loaded>
      </Panel>
    </Stack>
  );
}

function EmptyLine({ isBeyond, phase }: { isBeyond: boolean; phase: AdminSale['phase'] }) {
  if (isBeyond) {
    return <EmptyState title="Past the end of the line">The line is shorter now.</EmptyState>;
  }
  return (
    <EmptyState title="The line is empty">
      {isOver(phase) ? 'The sale is over.' : 'Buyers who hold a unit are no longer in line.'}
    </EmptyState>
  );
}

const PAGE_SIZE = 50;
const REFRESH_MS = 3_000;

interface LineState {
  /** The position of the first row. */
  from: string;
  /** Or the place after which the page starts; empty for none. */
  after: string;
}

/** One page of the line as it was read, each row brought up to date every few seconds. */
function useLine(saleId: string, { from, after }: LineState) {
  const { team } = useMember();
  const [reload, setReload] = useState(0);
  const params = { flashSaleId: saleId };
  const limit = String(PAGE_SIZE);
  const where = after ? { cursor: after } : { from };
  const query = useApiQuery(
    ['line', saleId, from, after, reload],
    (signal) => team.queueMembersOf({ params, query: { ...where, limit }, signal }),
    { staleTime: Number.POSITIVE_INFINITY },
  );
  const read = query.data?.items ?? [];
  const first = read[0];
  const update = useApiQuery(
    ['line-update', saleId, first?.seq],
    (signal) =>
      team.queueMembersOf({ params, query: { cursor: cursorBefore(first), limit }, signal }),
    { refetchInterval: REFRESH_MS, enabled: first !== undefined },
  );
  const latest = update.isPlaceholderData ? null : (update.data?.items ?? null);
  const rows: readonly Row[] = rowsOf(read, latest);
  return {
    query,
    rows,
    total: update.data?.total ?? query.data?.total ?? 0,
    readAt: update.dataUpdatedAt || query.dataUpdatedAt,
    showNewest: () => setReload((count) => count + 1),
  };
}

const cursorBefore = (first: QueueMember | undefined): string =>
  String(Math.max(0, (first?.seq ?? 1) - 1));

interface LineTableProps {
  rows: readonly Row[];
  now: number | null;
  onOpen: (buyer: string) => void;
}

function LineTable({ rows, now, onOpen }: LineTableProps) {
  const columns: readonly Column<Row>[] = [
    {
      head: 'Buyer',
      cell: ({ member, isGone }) => <BuyerName member={member} isGone={isGone} onOpen={onOpen} />,
    },
    {
      head: 'Place',
      isNumber: true,
      cell: ({ member, isGone }) =>
        isGone || member.position === null ? '–' : formatCount(member.position),
    },
    {
      head: 'Waiting',
      cell: ({ member: { joinedAt }, isGone }) => (isGone ? '–' : waitedWords(joinedAt, now)),
    },
    {
      head: 'State',
      cell: ({ member, isGone }) => (isGone ? 'No longer waiting' : stateWords(member.state)),
    },
  ];
  return (
    <RecordList
      label="The line"
      columns={columns}
      rows={rows}
      keyOf={({ member }) => `${member.buyer} ${member.seq}`}
    />
  );
}

function waitedWords(joinedAt: string | null, now: number | null): string {
  // The time of joining is read from the stored log, which is a few seconds behind.
  if (joinedAt === null) {
    return 'time not stored yet';
  }
  const since = new Date(joinedAt);
  const words = now === null ? '' : ` · ${waitWords(now - since.getTime())}`;
  return `since ${timeOf(since, true)}${words}`;
}

interface LinePagerProps {
  /** Position of the first row as it is now. */
  first: number;
  shown: number;
  total: number;
  nextCursor: string | null;
  onGo: (where: LineState) => void;
}

/** Next continues after a place, so that no buyer is skipped while the line moves; the rest go by position. */
function LinePager({ first, shown, total, nextCursor, onGo }: LinePagerProps) {
  const goTo = (from: number) => onGo({ from: String(Math.max(1, from)), after: '' });
  return (
    <Group justify="space-between" mt="md" gap="sm" className={classes.pager}>
      <Text size="sm" c="dimmed" className="numbers">
        {shown > 0
          ? `${formatCount(first)}–${formatCount(first + shown - 1)} of ${formatCount(total)}`
          : `${formatCount(total)} waiting`}
      </Text>
      <Group gap="xs">
        <Button size="sm" variant="default" disabled={first <= 1} onClick={() => goTo(1)}>
          First
        </Button>
        <Button
          size="sm"
          variant="default"
          disabled={first <= 1}
          onClick={() => goTo(first - PAGE_SIZE)}
        >
          Previous
        </Button>
        <Button
          size="sm"
          variant="default"
          disabled={nextCursor === null}
          onClick={() => onGo({ from: String(first + shown), after: nextCursor ?? '' })}
        >
          Next
        </Button>
        <JumpToPlace total={total} onJump={goTo} />
      </Group>
    </Group>
  );
}

function JumpToPlace({ total, onJump }: { total: number; onJump: (from: number) => void }) {
  const [place, setPlace] = useState<number | string>('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typeof place === 'number') {
      onJump(place);
    }
  };
  return (
    <form onSubmit={submit} className={classes.jump}>
      <NumberInput
        aria-label="Go to place"
        placeholder="Place"
        size="sm"
        w="7rem"
        min={1}
        max={Math.max(1, total)}
        allowDecimal={false}
        hideControls
        value={place}
        onChange={setPlace}
      />
      <Button type="submit" size="sm" variant="default">
        Go
      </Button>
    </form>
  );
}

/** Always rendered, so that screen readers announce a change and the rows below do not move. */
function MovedNote({ gone, onShow }: { gone: number; onShow: () => void }) {
  return (
    <Group className={classes.moved} role="status" justify="space-between" gap="xs">
      <Text component="span" size="sm" c="dimmed">
        {gone === 0
          ? 'Rows stay where they are while you read.'
          : `The line moved: ${formatCount(gone)} of these ${gone === 1 ? 'is' : 'are'} no longer waiting.`}
      </Text>
      <Button size="compact-sm" variant={gone > 0 ? 'filled' : 'default'} onClick={onShow}>
        Show newest
      </Button>
    </Group>
  );
}

/** Rows keep their order while a page is read; only their contents are updated. */
interface Row {
  member: QueueMember;
  /** No longer waiting: served, left or removed since the page was read. */
  isGone: boolean;
}

/**
 * The page as it was read, with the current places. `latest` starts at the same place in line, so a
 * buyer who is missing from it while buyers further back are in it no longer waits.
 */
export function rowsOf(
  read: readonly QueueMember[],
  latest: readonly QueueMember[] | null,
): readonly Row[] {
  if (!latest) {
    return read.map((member) => ({ member, isGone: false }));
  }
  const now = new Map(latest.map((member) => [member.buyer, member]));
  const lastSeq = latest.at(-1)?.seq ?? Number.POSITIVE_INFINITY;
  return read.map((member) => {
    const found = now.get(member.buyer);
    return { member: found ?? member, isGone: !found && member.seq <= lastSeq };
  });
}

export const goneOf = (rows: readonly Row[]): number => rows.filter(({ isGone }) => isGone).length;
