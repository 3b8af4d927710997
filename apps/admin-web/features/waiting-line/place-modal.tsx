import { Modal } from '@mantine/core';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { EmptyState, Loaded } from '../kit/loaded.tsx';
import { PersonCard } from './find-person.tsx';

const REFRESH_MS = 3_000;

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
