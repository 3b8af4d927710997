'use client';

import { formatCount, useTicking } from '@flash/web';
import { Group, Stack, Text, Title } from '@mantine/core';
import { useUrlState } from '../../lib/use-url-state.ts';
import { AgeAt } from '../kit/age.tsx';
import { Card } from '../kit/card.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Nothing } from '../kit/nothing.tsx';
import { useSale } from '../sale/sale-context.ts';
import { FindPerson } from './find-person.tsx';
import { LinePager } from './line-pager.tsx';
import { LineTable } from './line-table.tsx';
import { ManyPlaces } from './many-places.tsx';
import { MovedNote } from './moved-note.tsx';
import { goneOf } from './rows.ts';
import { useLine } from './use-line.ts';

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
