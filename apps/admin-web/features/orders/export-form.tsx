'use client';

import { exportColumns } from '@flash/shared-types';
import { Button, Checkbox, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { type MouseEvent, useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { sessionGuard } from '../../lib/session-guard.ts';
import { sayDone } from '../kit/forms.tsx';
import { DayFields } from '../kit/lists/filters.tsx';
import { readersZone } from '../kit/when.tsx';
import { ZoneSelect } from '../kit/zone-select.tsx';
import { columnWords, type ExportColumn, exportLinkOf } from './export-wish.ts';
import type { OrderState } from './orders-query.ts';
import { statusIn } from './orders-query.ts';
import { statusWords } from './payment-words.ts';

/** Time enough for the browser to ask for the file. */
const LEAST_FRESH_MS = 10_000;

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
  const link = exportLinkOf(team.base, wish);
  // The browser loads the file by itself, so whether it may is found out before.
  const start = async (event: MouseEvent) => {
    event.preventDefault();
    const session = await team.getSession();
    const isFresh = session.ok && session.value.session.freshForMs > LEAST_FRESH_MS;
    if (!isFresh && !(await sessionGuard.askToConfirm())) return;
    location.assign(link);
    sayDone('Download started. The export is recorded in the audit log.');
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
        The file contains e-mail addresses of buyers. Store it securely.
      </Text>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        {columns.length === 0 ? (
          <Button disabled>Choose a column</Button>
        ) : (
          <Button component="a" href={link} download onClick={(event) => void start(event)}>
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
    ...(chosen ? [`with payment “${statusWords[chosen].label}”`] : []),
    ...(q ? [`that match “${q}”`] : []),
  ];
  return `Orders ${parts.join(', ')}: the rows of the list, on all of its pages.`;
}
