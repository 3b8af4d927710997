'use client';

import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMember } from '../../lib/member.ts';
import { useUrlState } from '../../lib/use-url-state.ts';
import { ExportForm } from './export-form.tsx';
import { orderDefaults } from './orders-query.ts';

export function ExportButton({ saleId }: { saleId?: string }) {
  const { may } = useMember();
  const [isOpen, { open, close }] = useDisclosure(false);
  const [state] = useUrlState(orderDefaults);
  if (!may('support')) return null;
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
