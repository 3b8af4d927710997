'use client';

import { exportColumns } from '@flash/shared-types';
import { Button, Checkbox, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { DayFields } from '../kit/day-fields.tsx';
import { sayDone } from '../kit/done.ts';
import { readersZone } from '../kit/when.tsx';
import { ZoneSelect } from '../kit/zone-select.tsx';
import { columnWords, type ExportColumn, exportLinkOf } from './export-wish.ts';
import type { OrderState } from './orders-query.ts';
import { statusIn } from './orders-query.ts';
import { statusWords } from './payment-words.ts';

interface ExportFormProps {
  filter: OrderState;
  onDone: () => void;
}

/** Which rows, columns and clock the file has. */
export function ExportForm({ filter, onDone }: ExportFormProps) {
  const { team } = useMember();
  const [range, setRange] = useState({ from: filter.from, to: filter.to });
  const [timeZone, setTimeZone] = useState(readersZone);
  const [columns, setColumns] = useState<ExportColumn[]>([...exportColumns]);
  const wish = { filter: { ...filter, ...range }, timeZone, columns };
  const start = () => {
    sayDone('The file is on its way. The export is in the audit log.');
    onDone();
  };
  return (
    <Stack>
      <Text size="sm">{rowsWords(filter)}</Text>
      <DayFields {...range} onChange={(next) => setRange({ ...range, ...next })} />
      <Checkbox.Group
        label="Columns"
        value={columns}
        onChange={(next) => setColumns(next as ExportColumn[])}
      >
        <SimpleGrid cols={2} spacing="xs" mt={6}>
          {exportColumns.map((column) => (
            <Checkbox key={column} value={column} label={columnWords[column]} />
          ))}
        </SimpleGrid>
      </Checkbox.Group>
      <ZoneSelect value={timeZone} onChange={setTimeZone} />
      <Text size="sm" c="dimmed">
        The file holds addresses of buyers. Keep it where only those who need it can read it.
      </Text>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        {columns.length === 0 ? (
          <Button disabled>Choose a column</Button>
        ) : (
          <Button component="a" href={exportLinkOf(team.base, wish)} download onClick={start}>
            Download
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function rowsWords({ q, status, sale }: OrderState): string {
  const chosen = statusIn(status);
  const parts = [
    sale ? 'of one sale' : 'of every sale',
    ...(chosen ? [`with the payment “${statusWords[chosen].label}”`] : []),
    ...(q ? [`that match “${q}”`] : []),
  ];
  return `Orders ${parts.join(', ')}: the rows of the list, on all of its pages.`;
}
