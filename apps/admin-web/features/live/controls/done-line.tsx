import { Anchor } from '@mantine/core';
import { addresses } from '../../../lib/addresses.ts';

/** The result of a step, and where it was written down. */
export function DoneLine({ saleId, children }: { saleId: string; children: string }) {
  return (
    <>
      {children}{' '}
      <Anchor href={addresses.sale(saleId, 'history')} underline="always" inherit>
        Audit entry
      </Anchor>
    </>
  );
}
