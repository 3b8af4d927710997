'use client';

import { endpoints, exportColumns, exportTitles, orderColumns } from '@flash/shared-types';
import { Button, Checkbox, Group, Modal, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type MouseEvent, useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { downloadLink, mayDownload } from '../../lib/team-api.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { useUrlState } from '../../lib/use-url-state.ts';
import { showSuccess } from '../kit/forms.tsx';
import { DayFields } from '../kit/lists/filters.tsx';
import { readersZone } from '../kit/when.tsx';
import { statusWords } from './order-words.tsx';
import { type OrderState, orderDefaults, orderFilterOf, statusIn } from './query.ts';

export function ExportButton({ saleId }: { saleId?: string }) {
  const { may } = useMember();
  const [isOpen, { open, close }] = useDisclosure(false);
  const [state] = useUrlState(orderDefaults);
  if (!may('support')) {
    return null;
  }
  return (
    <>
      <Button variant="default" onClick={open}>
        Export CSV
      </Button>
      <Modal opened={isOpen} onClose={close} title="Export orders">
        <ExportForm filter={{ ...state, sale: saleId ?? state.sale }} onDone={close} />
      </Modal>
    </>
  );
}

interface ExportFormProps {
  filter: OrderState;
  onDone: () => void;
}

/** Chooses the rows, columns and time zone of the file. */
function ExportForm({ filter, onDone }: ExportFormProps) {
  const { team } = useMember();
  const [range, setRange] = useState({ from: filter.from, to: filter.to });
  const [timeZone, setTimeZone] = useState(readersZone);
  const [chosen, setColumns] = useState<ExportColumn[] | null>(null);
  const sale = useApiQuery(
    ['sale', filter.sale],
    (signal) => team.getSale({ params: { id: filter.sale }, signal }),
    { enabled: filter.sale !== '' },
  );
  // What is delivered needs an address; where nothing is, no more is said of buyers than necessary.
  const isDelivered = sale.data?.needsDeliveryAddress === true;
  const columns = chosen ?? [...(isDelivered ? exportColumns : orderColumns)];
  const options = { filter: { ...filter, ...range }, timeZone, columns };
  const link = exportLinkOf(team.base, options);
  const start = async (event: MouseEvent) => {
    event.preventDefault();
    if (!(await mayDownload(team))) {
      return;
    }
    location.assign(link);
    showSuccess('Download started. The export is recorded in the audit log.');
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
            <Checkbox key={column} value={column} label={exportTitles[column]} />
          ))}
        </SimpleGrid>
      </Checkbox.Group>
      <ZoneSelect value={timeZone} onChange={setTimeZone} />
      <Text size="sm" c="dimmed">
        The file contains personal data of buyers. Store it securely.
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

type ExportColumn = (typeof exportColumns)[number];

interface ExportOptions {
  filter: OrderState;
  timeZone: string;
  columns: readonly ExportColumn[];
}

/** Address of the file: the filtered rows, the columns in the order of the table. */
export function exportLinkOf(base: string, { filter, timeZone, columns }: ExportOptions): string {
  const wanted = exportColumns.filter((column) => columns.includes(column));
  const isDefault = wanted.join() === orderColumns.join();
  return downloadLink(base, endpoints.exportOrders.path, {
    ...orderFilterOf(filter),
    timeZone,
    columns: isDefault ? undefined : wanted.join(','),
  });
}

interface ZoneSelectProps {
  value: string;
  onChange: (zone: string) => void;
}

const zones = () => [...new Set([readersZone(), 'UTC', ...Intl.supportedValuesOf('timeZone')])];

function ZoneSelect({ value, onChange }: ZoneSelectProps) {
  return (
    <Select
      label="Time zone"
      description="Times in the file are those of this zone."
      data={zones()}
      value={value}
      onChange={(zone) => onChange(zone ?? readersZone())}
      searchable
      allowDeselect={false}
      limit={60}
      nothingFoundMessage="No zone of this name"
    />
  );
}
