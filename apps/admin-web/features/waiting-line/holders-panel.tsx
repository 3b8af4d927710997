import type { QueueMember } from '@flash/shared-types';
import { formatCount, useTicking } from '@flash/web';
import { Button, Group, Modal, Text } from '@mantine/core';
import { useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { clockWords } from '../kit/format.ts';
import { type Column, RecordList } from '../kit/lists/record-list.tsx';
import { EmptyState, Loaded } from '../kit/loaded.tsx';
import { Panel } from '../kit/panel.tsx';
import { AgeAt, When } from '../kit/when.tsx';
import { BuyerName } from './buyer-name.tsx';
import { PersonCard } from './find-person.tsx';
import { stateWords } from './words.ts';

const PAGE_SIZE = 20;
const REFRESH_MS = 3_000;
const STALE_MS = 8_000;

interface HoldersPanelProps {
  saleId: string;
  onOpen: (buyer: string) => void;
}

/** Who holds a unit or pays for one; the hold that ends first is on top. */
export function HoldersPanel({ saleId, onOpen }: HoldersPanelProps) {
  const { team } = useMember();
  const [page, setPage] = useState(1);
  const now = useTicking(Date.now);
  const query = useApiQuery(
    ['holders', saleId, page],
    (signal) =>
      team.queueMembersOf({
        params: { flashSaleId: saleId },
        query: { state: 'held', page: String(page), limit: String(PAGE_SIZE) },
        signal,
      }),
    { refetchInterval: REFRESH_MS },
  );
  const total = query.data?.total ?? 0;
  return (
    <Panel
      title="On hold"
      aside={
        <Group gap="md" align="baseline">
          {query.data && (
            <Text component="span" size="sm" className="numbers">
              {formatCount(total)} {total === 1 ? 'hold' : 'holds'}
            </Text>
          )}
          <AgeAt at={query.dataUpdatedAt || null} now={now} staleAfterMs={STALE_MS} />
        </Group>
      }
    >
      <Loaded query={query}>
        {({ items }) =>
          items.length > 0 ? (
            <RecordList
              label="Buyers who hold a unit"
              columns={columnsFor(now, onOpen)}
              rows={items}
              keyOf={({ buyer }) => buyer}
            />
          ) : (
            <EmptyState title="No holds">A hold starts when a buyer’s turn comes.</EmptyState>
          )
        }
      </Loaded>
      {(total > PAGE_SIZE || page > 1) && (
        <Group justify="flex-end" gap="xs" mt="md">
          <Button variant="default" disabled={page === 1} onClick={() => setPage(page - 1)}>
            Previous
          </Button>
          <Button
            variant="default"
            disabled={page * PAGE_SIZE >= total}
            onClick={() => setPage(page + 1)}
          >
            Next
          </Button>
        </Group>
      )}
    </Panel>
  );
}

function columnsFor(
  now: number | null,
  onOpen: (buyer: string) => void,
): readonly Column<QueueMember>[] {
  return [
    { head: 'Buyer', cell: (member) => <BuyerName member={member} onOpen={onOpen} /> },
    { head: 'Unit', isNumber: true, cell: ({ unit }) => (unit === null ? '–' : formatCount(unit)) },
    {
      head: 'Hold ends in',
      cell: ({ expiresAt, state }) => {
        if (state === 'claimed') {
          return 'paying';
        }
        return expiresAt === null || now === null ? '–' : clockWords(Date.parse(expiresAt) - now);
      },
    },
    {
      head: 'Joined',
      cell: ({ joinedAt }) => (joinedAt === null ? 'not known' : <When at={joinedAt} hasSeconds />),
    },
    { head: 'State', cell: ({ state }) => stateWords(state) },
  ];
}

interface PlaceModalProps {
  saleId: string;
  /** Id of the buyer in this sale; empty: closed. */
  buyer: string;
  onClose: () => void;
}

/** One place of the line, brought up to date while it is open. */
export function PlaceModal({ saleId, buyer, onClose }: PlaceModalProps) {
  return (
    <Modal
      opened={buyer !== ''}
      onClose={onClose}
      title="Place"
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {buyer !== '' && <Place saleId={saleId} buyer={buyer} />}
    </Modal>
  );
}

function Place({ saleId, buyer }: Omit<PlaceModalProps, 'onClose'>) {
  const { team } = useMember();
  const query = useApiQuery(
    ['find', saleId, buyer],
    (signal) => team.findInQueue({ params: { flashSaleId: saleId }, query: { q: buyer }, signal }),
    { refetchInterval: REFRESH_MS },
  );
  return (
    <Loaded query={query}>
      {({ items: [member] }) =>
        member ? (
          <PersonCard member={member} />
        ) : (
          <EmptyState title="No longer in this sale">
            The place has ended, or the sale is archived.
          </EmptyState>
        )
      }
    </Loaded>
  );
}
