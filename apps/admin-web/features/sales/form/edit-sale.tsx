'use client';

import type { AdminSale, QueueOverview } from '@flash/shared-types';
import { Alert } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { useMember } from '../../../lib/member.ts';
import { ChecklistPanel } from './checklist-panel.tsx';
import { ConflictDialog } from './conflict-dialog.tsx';
import { draftOf } from './draft.ts';
import { EditButtons } from './edit-buttons.tsx';
import { endHint } from './end-hint.ts';
import { fixedOf } from './fixed.ts';
import { isAhead, plannedDraft } from './planned.ts';
import { SaleForm } from './sale-form.tsx';
import { isOtherVersion } from './save-edit.ts';
import { StockChange } from './stock-change.tsx';
import { useEdit } from './use-edit.ts';

interface EditSaleProps {
  /** As it is now; asked for again and again. */
  sale: AdminSale;
  overview: QueueOverview | undefined;
}

export function EditSale({ sale, overview }: EditSaleProps) {
  const { team } = useMember();
  const fixed = useMemo(() => fixedOf(sale, overview), [sale, overview]);
  const { form, seen, see, conflict, resolve, putOff } = useEdit(sale, fixed);
  const [isStockOpen, setStockOpen] = useState(false);
  const isDraft = seen.status === 'draft';
  const isNewer = sale.version > seen.version && isOtherVersion(seen, sale);

  // Nothing typed yet: show what is true now.
  const { isDirty, setDraft } = form;
  useEffect(() => {
    if (sale.version <= seen.version || isDirty) return;
    see(sale);
    setDraft(draftOf(sale));
  }, [sale, seen, see, isDirty, setDraft]);

  const { kind } = form.picture;
  const hasPicture = kind === 'file' || (kind === 'keep' && seen.picture !== null);
  const picture = seen.picture && new URL(seen.picture.url, team.base).href;
  return (
    <>
      <SaleForm
        form={form}
        label={`Edit ${seen.name}`}
        currentPicture={picture}
        onSubmit={() => void form.submit(false)}
        endHint={endHint(sale, overview)}
        stock={isDraft ? undefined : { stock: sale.stock, onChangeStock: stockStep() }}
        notice={
          isNewer && (
            <Alert color="yellow" role="status" title="A newer version of this sale was saved">
              When you save, you can compare both versions.
            </Alert>
          )
        }
        buttons={<EditButtons form={form} isDraft={isDraft} />}
        aside={
          isAhead(sale) && (
            <ChecklistPanel sale={plannedDraft(form.draft, { isDraft, hasPicture })} />
          )
        }
      />
      {conflict && (
        <ConflictDialog
          conflict={conflict}
          isBusy={form.isBusy}
          onSave={resolve}
          onClose={putOff}
        />
      )}
      {isStockOpen && (
        <StockChange sale={sale} overview={overview} onClose={() => setStockOpen(false)} />
      )}
    </>
  );

  function stockStep() {
    const isClosed = sale.status === 'archived' || sale.status === 'cancelled';
    return isClosed ? undefined : () => setStockOpen(true);
  }
}
