'use client';

import { newKey } from '@flash/client';
import type { AdminSale } from '@flash/shared-types';
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearchParams } from 'next/navigation';
import { useRef, useState } from 'react';
import { addresses } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { showSuccess } from '../kit/forms.tsx';
import { Forbidden, Loaded } from '../kit/loaded.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { readersZone } from '../kit/when.tsx';
import { ChecklistPanel } from '../sale/checklist-panel.tsx';
import { SaleForm, type SaveOutcome, useSaleForm } from './form.tsx';
import { bodyOf, copyOf, newDraft, plannedDraft, type SaleDraft } from './model.ts';

/** A new sale, or with `?from=` a copy of another one. */
export function NewSalePage() {
  const { may } = useMember();
  const from = useSearchParams().get('from');
  if (!may('operator')) {
    return <Forbidden />;
  }
  return (
    <>
      <PageHead title={from ? 'Duplicate a sale' : 'New sale'} />
      {from ? <Copy id={from} /> : <Blank />}
    </>
  );
}

function Blank() {
  const { team } = useMember();
  const query = useApiQuery(['sale-defaults'], (signal) => team.saleDefaults({ signal }), {
    // A change of the defaults would not reach a form that is open anyway.
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Loaded query={query}>
      {(defaults) => <NewSale start={() => newDraft(Date.now(), readersZone(), defaults)} />}
    </Loaded>
  );
}

function Copy({ id }: { id: string }) {
  const { team } = useMember();
  const query = useApiQuery(['sale', id], (signal) => team.getSale({ params: { id }, signal }));
  return (
    <Loaded query={query}>
      {(sale) => <NewSale key={sale.id} start={() => copyOf(sale, Date.now())} />}
    </Loaded>
  );
}

function NewSale({ start }: { start: () => SaleDraft }) {
  const router = useRouter();
  const queries = useQueryClient();
  const [draft] = useState(start);
  const create = useCreate();
  const form = useSaleForm({
    start: draft,
    base: null,
    fixed: NO_FIXED_FIELDS,
    save: create,
    onSaved: (sale) => {
      showSuccess(
        sale.status === 'draft' ? `${sale.name} is a draft.` : `${sale.name} is scheduled.`,
      );
      void queries.invalidateQueries({ queryKey: ['sales'] });
      router.push(addresses.sale(sale.id));
    },
  });
  const hasPicture = form.picture.kind === 'file';
  return (
    <SaleForm
      form={form}
      label="New sale"
      currentPicture={null}
      onSubmit={() => void form.submit(false)}
      buttons={
        <>
          <Button type="submit" loading={form.isBusy}>
            Schedule the sale
          </Button>
          <Button variant="default" disabled={form.isBusy} onClick={() => void form.submit(true)}>
            Save as draft
          </Button>
        </>
      }
      aside={<ChecklistPanel sale={plannedDraft(form.draft, { isDraft: null, hasPicture })} />}
    />
  );
}

const NO_FIXED_FIELDS = {};

/** The same request uses the same idempotency key, so a repeat after a lost answer creates no second sale. */
function useCreate() {
  const { team } = useMember();
  const last = useRef({ request: '', key: '' });
  return async (draft: SaleDraft, isDraft: boolean): Promise<SaveOutcome> => {
    const body = { ...bodyOf(draft), draft: isDraft };
    const request = JSON.stringify(body);
    if (last.current.request !== request) {
      last.current = { request, key: newKey() };
    }
    const answer = await team.createSale({ body, key: last.current.key });
    return answer.ok ? saved(answer.value) : { kind: 'refused', refusal: answer.refusal };
  };
}

const saved = (sale: AdminSale): SaveOutcome => ({ kind: 'saved', sale });
