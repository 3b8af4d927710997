'use client';

import type { QueueMember } from '@flash/shared-types';
import { formatCount, useTicking } from '@flash/web';
import { Button, Group, NumberInput, Stack, Text, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { useUrlState } from '../../lib/use-url-state.ts';
import { durationWords } from '../kit/format.ts';
import { type Column, RecordList } from '../kit/lists/record-list.tsx';
import { Loaded, Nothing } from '../kit/loaded.tsx';
import { Card } from '../kit/panel.tsx';
import { AgeAt } from '../kit/when.tsx';
import { useSale } from '../sale/context.ts';
import { FindPerson } from './find-person.tsx';
import classes from './line.module.css';
import { ManyPlaces } from './places-dialog.tsx';
import { goneOf, type Row, rowsOf } from './rows.ts';
import { nameOf, stateWords } from './words.ts';

const defaults = { from: '1', after: '' };
const OLD_MS = 8_000;

export function LinePage() {
  const sale = useSale();
  const [state, change] = useUrlState(defaults);
  const { query, rows, total, readAt, showNewest } = useLine(sale.id, state);
  const now = useTicking(Date.now);
  return (
    <Stack gap="lg">
      <FindPerson />
      <ManyPlaces />
      <Card label="In line">
        <Group justify="space-between" align="baseline" mb="sm">
          <Title order={2} size="h4">
            In line
          </Title>
          <Group gap="md" align="baseline">
            <Text component="span" size="sm" className="numbers">
              {formatCount(total)} waiting
            </Text>
            <AgeAt at={readAt || null} now={now} staleAfterMs={OLD_MS} />
          </Group>
        </Group>
        <Loaded query={query}>
          {({ nextCursor }) => (
            <>
              <MovedNote gone={goneOf(rows)} onShow={showNewest} />
              {rows.length > 0 ? (
                <LineTable rows={rows} now={now} />
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
      </Card>
    </Stack>
  );
}

function EmptyLine({ isBeyond, phase }: { isBeyond: boolean; phase: string }) {
  if (isBeyond) {
    return <Nothing title="Past the end of the line">The line is shorter now.</Nothing>;
  }
  const isOver = ['ended', 'archived', 'cancelled'].includes(phase);
  return (
    <Nothing title="The line is empty">
      {isOver ? 'The sale is over.' : 'Buyers who hold a unit are no longer in line.'}
    </Nothing>
  );
}

const PAGE_SIZE = 50;
const REFRESH_MS = 3_000;

interface LineState {
  /** A position to begin at, or a place to go on after. */
  from: string;
  after: string;
}

/** One page of the line, as it was read; and, under it, how those people stand now. */
function useLine(saleId: string, { from, after }: LineState) {
  const { team } = useMember();
  const [look, setLook] = useState(0);
  const params = { flashSaleId: saleId };
  const limit = String(PAGE_SIZE);
  const where = after ? { cursor: after } : { from };
  const query = useApiQuery(
    ['line', saleId, from, after, look],
    (signal) => team.queueMembersOf({ params, query: { ...where, limit }, signal }),
    { staleTime: Number.POSITIVE_INFINITY },
  );
  const read = query.data?.items ?? [];
  const first = read[0];
  const again = useApiQuery(
    ['line-now', saleId, first?.seq],
    (signal) => team.queueMembersOf({ params, query: { cursor: before(first), limit }, signal }),
    { refetchInterval: REFRESH_MS, enabled: first !== undefined },
  );
  const latest = again.isPlaceholderData ? null : (again.data?.items ?? null);
  const rows: readonly Row[] = rowsOf(read, latest);
  return {
    query,
    rows,
    total: again.data?.total ?? query.data?.total ?? 0,
    readAt: again.dataUpdatedAt || query.dataUpdatedAt,
    showNewest: () => setLook((count) => count + 1),
  };
}

const before = (first: QueueMember | undefined): string =>
  String(Math.max(0, (first?.seq ?? 1) - 1));

function LineTable({ rows, now }: { rows: readonly Row[]; now: number | null }) {
  const columns: readonly Column<Row>[] = [
    { head: 'Buyer', cell: (row) => <Who row={row} /> },
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

function Who({ row: { member, isGone } }: { row: Row }) {
  return (
    <Text
      component="span"
      size="sm"
      c={isGone ? 'dimmed' : undefined}
      td={isGone ? 'line-through' : undefined}
    >
      {nameOf(member)}{' '}
      {member.email && (
        <Text component="span" size="sm" c="dimmed">
          {member.email}
        </Text>
      )}
    </Text>
  );
}

function waitedWords(joinedAt: string | null, now: number | null): string {
  if (joinedAt === null) {
    return 'not known';
  }
  const since = new Date(joinedAt);
  const words = now === null ? '' : ` · ${durationWords(Math.max(0, now - since.getTime()))}`;
  return `since ${since.toLocaleTimeString()}${words}`;
}

interface LinePagerProps {
  /** Position of the first row as it is now. */
  first: number;
  shown: number;
  total: number;
  nextCursor: string | null;
  onGo: (where: LineState) => void;
}

/** On from a place in line, so that no person is skipped while it moves; back and far by position. */
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
        <Jump total={total} onJump={goTo} />
      </Group>
    </Group>
  );
}

function Jump({ total, onJump }: { total: number; onJump: (from: number) => void }) {
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

/** Always there, so that a screen reader hears it and nothing below it jumps. */
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
