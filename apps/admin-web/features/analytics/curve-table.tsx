import type { Analytics } from '@flash/shared-types';
import { formatCount } from '@flash/web';
import { Table } from '@mantine/core';
import { TableBehind } from './table-behind.tsx';

const ROWS_MAX = 24;

export function CurveTable({ curve }: { curve: Analytics['curve'] }) {
  return (
    <TableBehind label="The curves as a table">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>At</Table.Th>
          <Table.Th ta="right">Joined</Table.Th>
          <Table.Th ta="right">Holds</Table.Th>
          <Table.Th ta="right">Sold</Table.Th>
          <Table.Th ta="right">Waiting</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {thin(curve).map(({ at, joined, granted, sold, waiting }) => (
          <Table.Tr key={at}>
            <Table.Td>{new Date(at).toLocaleTimeString()}</Table.Td>
            <Table.Td ta="right">{formatCount(joined)}</Table.Td>
            <Table.Td ta="right">{formatCount(granted)}</Table.Td>
            <Table.Td ta="right">{formatCount(sold)}</Table.Td>
            <Table.Td ta="right">{formatCount(waiting)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </TableBehind>
  );
}

/** Evenly spaced, and always the last one: it is the result. */
function thin(curve: Analytics['curve']): Analytics['curve'] {
  const every = Math.ceil(curve.length / ROWS_MAX);
  return curve.filter((_, at) => at % every === 0 || at === curve.length - 1);
}
