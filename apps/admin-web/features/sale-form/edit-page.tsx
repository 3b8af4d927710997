'use client';

import { type AdminSale, type QueueOverview, saleBounds } from '@flash/shared-types';
import { formatCount } from '@flash/web';
import { Alert, Button, NumberInput, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, useMemo, useState } from 'react';
import { addresses } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { ActionDialog } from '../kit/action-dialog.tsx';
import { showSuccess } from '../kit/forms.tsx';
import { Forbidden } from '../kit/loaded.tsx';
import { SALE_QUERIES } from '../sale/actions.tsx';
import { ChecklistPanel } from '../sale/checklist-panel.tsx';
import { useSale } from '../sale/context.ts';
import { isAhead, isRunning } from '../sale/phases.ts';
import { stockChangeEffect } from '../sale/stock-change.ts';
import { type Conflict, ConflictDialog } from './conflict.tsx';
import { SaleForm, type SaleFormModel, type SaveOutcome, useSaleForm } from './form.tsx';
import { draftOf, plannedDraft, type SaleDraft } from './model.ts';
import { type FixedFields, fixedFieldsOf } from './rules.ts';
import { asDraft, isOtherVersion, saveEdit } from './save-edit.ts';

const REFRESH_MS = 2_000;

export function EditPage() {
  const { team, may } = useMember();
  const sale = useSale();
  const { data: overview } = useApiQuery(
    ['overview', sale.id],
    (signal) => team.queueOverviewOf({ params: { flashSaleId: sale.id }, signal }),
    { refetchInterval: REFRESH_MS, enabled: sale.status === 'OnSchedule' },
  );
  if (!may('operator')) {
    return <Forbidden />;
  }
  return <EditSale key={sale.id} sale={sale} overview={overview} />;
}

interface EditSaleProps {
  /** The current version, refreshed every few seconds. */
  sale: AdminSale;
  overview: QueueOverview | undefined;
}

function EditSale({ sale, overview }: EditSaleProps) {
  const { team } = useMember();
  const fixed = useMemo(() => fixedFieldsOf(sale, overview), [sale, overview]);
  const { form, seen, setSeen, conflict, saveMerged, dismissConflict } = useEdit(sale, fixed);
  const [isStockOpen, setStockOpen] = useState(false);
  const isDraft = seen.status === 'draft';
  const isNewer = sale.version > seen.version && isOtherVersion(seen, sale);

  // While nothing is typed, the form follows the current version.
  const { isDirty, setDraft } = form;
  useEffect(() => {
    if (sale.version <= seen.version || isDirty) {
      return;
    }
    setSeen(sale);
    setDraft(draftOf(sale));
  }, [sale, seen, setSeen, isDirty, setDraft]);

  const { kind } = form.picture;
  const hasPicture = kind === 'file' || (kind === 'keep' && seen.picture !== null);
  const canChangeStock = sale.status !== 'archived' && sale.status !== 'cancelled';
  const openStock = canChangeStock ? () => setStockOpen(true) : undefined;
  const picture = seen.picture && new URL(seen.picture.url, team.base).href;
  return (
    <>
      <SaleForm
        form={form}
        label={`Edit ${seen.name}`}
        currentPicture={picture}
        published={{ sale, overview }}
        onSubmit={() => void form.submit(false)}
        endHint={endHint(sale, overview)}
        stock={isDraft ? undefined : { stock: sale.stock, onChangeStock: openStock }}
        notice={
          isNewer && (
            <Alert color="yellow" role="status" title="A newer version of this sale was saved">
              When you save, you can compare both versions.
            </Alert>
          )
        }
        buttons={<EditButtons form={form} isDraft={isDraft} />}
        aside={
          isAhead(sale.phase) && (
            <ChecklistPanel sale={plannedDraft(form.draft, { isDraft, hasPicture })} saved={sale} />
          )
        }
      />
      {conflict && (
        <ConflictDialog
          conflict={conflict}
          isBusy={form.isBusy}
          onSave={saveMerged}
          onClose={dismissConflict}
        />
      )}
      {isStockOpen && (
        <StockChange sale={sale} overview={overview} onClose={() => setStockOpen(false)} />
      )}
    </>
  );
}

/** Edits the version that was shown, while other members may save newer ones. */
function useEdit(sale: AdminSale, fixed: FixedFields) {
  const { team } = useMember();
  const queries = useQueryClient();
  const router = useRouter();
  const [seen, setSeen] = useState(sale);
  const [conflict, setConflict] = useState<(Conflict & { isDraft: boolean }) | null>(null);

  const saveVersion = async (shown: AdminSale, draft: SaleDraft, isDraft: boolean) => {
    const outcome = await saveEdit(team, shown, draft, shown.status === 'draft' && !isDraft);
    if (outcome.kind !== 'conflict') {
      return outcome;
    }
    const theirs = asDraft(outcome.sale, draft);
    const base = asDraft(shown, draft);
    const seenVersion = shown.version;
    setConflict({ base, mine: draft, theirs, sale: outcome.sale, seenVersion, isDraft });
    return { kind: 'conflict' } satisfies SaveOutcome;
  };
  const onSaved = (saved: AdminSale) => {
    const isScheduled = seen.status === 'draft' && saved.status !== 'draft';
    showSuccess(isScheduled ? `${saved.name} is scheduled.` : `${saved.name} is saved.`);
    setConflict(null);
    setSeen(saved);
    form.setDraft(draftOf(saved));
    queries.setQueryData(['sale', saved.id], saved);
    void queries.invalidateQueries({ queryKey: ['sales'] });
    if (isScheduled) {
      router.push(addresses.sale(saved.id));
    }
  };
  const form = useSaleForm({
    start: draftOf(sale),
    base: draftOf(seen),
    fixed,
    save: (draft, isDraft) => saveVersion(conflict?.sale ?? seen, draft, isDraft),
    onSaved,
  });

  /** Saves on the other member's version; a third version would be a new conflict. */
  const saveMerged = (merged: SaleDraft) => {
    if (!conflict) {
      return;
    }
    form.setDraft(merged);
    void form.submitDraft(merged, conflict.isDraft);
  };
  return { form, seen, setSeen, conflict, saveMerged, dismissConflict: () => setConflict(null) };
}

/** A draft can be saved or scheduled; any other sale can only be saved. */
function EditButtons({ form, isDraft }: { form: SaleFormModel; isDraft: boolean }) {
  if (!isDraft) {
    return (
      <>
        <Button type="submit" loading={form.isBusy} disabled={!form.isDirty}>
          Save changes
        </Button>
        {!form.isDirty && (
          <Text size="sm" c="dimmed">
            Nothing to save.
          </Text>
        )}
      </>
    );
  }
  return (
    <>
      <Button type="submit" loading={form.isBusy}>
        Schedule the sale
      </Button>
      <Button variant="default" disabled={form.isBusy} onClick={() => void form.submit(true)}>
        Save draft
      </Button>
    </>
  );
}

/** How many buyers a new end would affect while the sale is running. */
function endHint(sale: AdminSale, overview: QueueOverview | undefined): string | undefined {
  if (!isRunning(sale.phase) || !overview) {
    return undefined;
  }
  const { waiting } = overview;
  if (waiting === 0) {
    return 'It can only move later. The line is empty.';
  }
  const who =
    waiting === 1
      ? '1 person is waiting and sees'
      : `${formatCount(waiting)} people are waiting and see`;
  return `It can only move later. ${who} the new end at once.`;
}

interface StockChangeProps {
  sale: AdminSale;
  overview: QueueOverview | undefined;
  onClose: () => void;
}

/** Changes the stock of a published sale, by the difference to the new total. */
function StockChange({ sale, overview, onClose }: StockChangeProps) {
  const { team } = useMember();
  const stock = overview?.stock ?? sale.stock;
  const [wanted, setWanted] = useState<number | string>(stock);
  const { words, isPossible } = stockChangeEffect(overview, stock, wanted);
  const by = typeof wanted === 'number' ? wanted - stock : 0;
  return (
    <ActionDialog
      onClose={onClose}
      action={{
        title: 'Change the stock',
        effect: 'Sold units and units on hold stay. Only available units can be removed.',
        fields: (
          <Stack gap="xs">
            <NumberInput
              data-autofocus
              label="Total units"
              required
              min={saleBounds.startingQuantity.min}
              max={saleBounds.startingQuantity.max}
              allowDecimal={false}
              allowNegative={false}
              value={wanted}
              onChange={setWanted}
            />
            <Text
              size="sm"
              role="status"
              c={isPossible || by === 0 ? undefined : 'var(--mantine-color-error)'}
            >
              {words}
            </Text>
          </Stack>
        ),
        isReady: isPossible,
        button: 'Change the stock',
        run: ({ reason, key }) =>
          team.adjustStock({ params: { id: sale.id }, body: { by, reason }, key }),
        done: `Stock changed to ${formatCount(stock + by)}.`,
        stale: SALE_QUERIES,
      }}
    />
  );
}
