import { formatCount } from '@flash/web';
import { Text } from '@mantine/core';
import { type Column, RecordList } from '../kit/record-list.tsx';
import { spanWords } from '../live/spans.ts';
import type { Row } from './rows.ts';
import { nameOf, stateWords } from './who.ts';

export function LineTable({ rows, now }: { rows: readonly Row[]; now: number | null }) {
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
  if (joinedAt === null) return 'not known';
  const since = new Date(joinedAt);
  const words = now === null ? '' : ` · ${spanWords(Math.max(0, now - since.getTime()))}`;
  return `since ${since.toLocaleTimeString()}${words}`;
}
