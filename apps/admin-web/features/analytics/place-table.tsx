import type { Analytics } from '@flash/shared-types';
import { formatCount } from '@flash/web';
import { Table } from '@mantine/core';
import { percentOf } from './figures.ts';
import { labelOf } from './places.ts';
import { TableBehind } from './table-behind.tsx';

/** The columns in numbers. */
export function PlaceTable({ byPlace }: { byPlace: Analytics['byPlace'] }) {
  return (
    <TableBehind label="Bought by place, as a table">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Place</Table.Th>
          <Table.Th ta="right">Joined</Table.Th>
          <Table.Th ta="right">Holds</Table.Th>
          <Table.Th ta="right">Bought</Table.Th>
          <Table.Th ta="right">Share</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {byPlace.map((stretch) => (
          <Table.Tr key={stretch.from}>
            <Table.Td>{labelOf(stretch)}</Table.Td>
            <Table.Td ta="right">{formatCount(stretch.joined)}</Table.Td>
            <Table.Td ta="right">{formatCount(stretch.held)}</Table.Td>
            <Table.Td ta="right">{formatCount(stretch.bought)}</Table.Td>
            <Table.Td ta="right">{percentOf(stretch.bought, stretch.joined)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </TableBehind>
  );
}
