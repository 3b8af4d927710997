'use client';

import type { AdminSale } from '@flash/shared-types';
import type { Refusal } from '@flash/web';
import { Alert, Anchor, Button, Group, List, Text } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { type KeyboardEvent, type ReactNode, useMemo, useState } from 'react';
import { addresses } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { generalRefusal, RefusalAlert } from '../kit/forms.tsx';
import classes from './form.module.css';
import { FormContext, type FormState, fieldId } from './inputs.tsx';
import type { DraftField, SaleDraft } from './model.ts';
import { type PictureChoice, savePicture } from './picture.tsx';
import { type Faults, type Fixed, faultsOf, firstFault, labels, refusedFaults } from './rules.ts';
import {
  IdentityFields,
  MoreFields,
  PriceFields,
  type PriceFieldsProps,
  WhatFields,
  WhenFields,
} from './sections.tsx';
import { LeaveDialog, useLeaveGuard } from './unsaved-changes.tsx';

export type SaveOutcome =
  | { kind: 'saved'; sale: AdminSale }
  | { kind: 'refused'; refusal: Refusal }
  /** The user has to choose first. */
  | { kind: 'conflict' };

interface SaleFormOptions {
  start: SaleDraft;
  /** What is saved already: a form that equals it has nothing to lose. */
  base: SaleDraft | null;
  fixed: Fixed;
  save: (draft: SaleDraft, isDraft: boolean) => Promise<SaveOutcome>;
  onSaved: (sale: AdminSale) => void;
}

/** The form of a sale: what is typed, what is wrong with it, and saving it with its picture. */
export function useSaleForm({ start, base, fixed, save, onSaved }: SaleFormOptions) {
  const { team } = useMember();
  const [draft, setDraft] = useState(start);
  const [faults, setFaults] = useState<Faults>({});
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [picture, setPicture] = useState<PictureChoice>({ kind: 'keep' });
  const [owed, setOwed] = useState<{ sale: AdminSale; refusal: Refusal } | null>(null);
  const [isBusy, setBusy] = useState(false);

  const state: FormState = useMemo(
    () => ({
      draft,
      faults,
      fixed,
      set: (change) => {
        setDraft((before) => ({ ...before, ...change }));
        setFaults((before) => without(before, Object.keys(change) as DraftField[]));
      },
    }),
    [draft, faults, fixed],
  );

  const show = (found: Faults) => {
    setFaults(found);
    focusFirst(found);
  };
  const finish = async (sale: AdminSale) => {
    const answer = await savePicture(team, sale, picture);
    if (!answer.ok) {
      return setOwed({ sale, refusal: answer.refusal });
    }
    setOwed(null);
    setPicture({ kind: 'keep' });
    onSaved(answer.value);
  };
  const submitDraft = async (given: SaleDraft, isDraft: boolean) => {
    const mustBeAhead = base === null || base.endsAt !== given.endsAt;
    const now = mustBeAhead ? Date.now() : undefined;
    const found = without(faultsOf(given, now), Object.keys(fixed) as DraftField[]);
    setRefusal(null);
    if (Object.keys(found).length > 0) {
      return show(found);
    }
    setFaults({});
    setBusy(true);
    const outcome = await save(given, isDraft);
    if (outcome.kind === 'saved') {
      await finish(outcome.sale);
    }
    if (outcome.kind === 'refused') {
      setRefusal(outcome.refusal);
      show(refusedFaults(outcome.refusal.errors));
    }
    setBusy(false);
  };
  const retryPicture = async () => {
    if (!owed) {
      return;
    }
    setBusy(true);
    await finish(owed.sale);
    setBusy(false);
  };

  return {
    state,
    draft,
    setDraft,
    refusal,
    picture,
    setPicture,
    owed,
    isBusy,
    isDirty: owed === null && (picture.kind !== 'keep' || differs(draft, base ?? start)),
    submit: (isDraft: boolean) => submitDraft(draft, isDraft),
    submitDraft,
    retryPicture,
  };
}

export type SaleFormModel = ReturnType<typeof useSaleForm>;

const differs = (one: SaleDraft, other: SaleDraft): boolean =>
  (Object.keys(one) as DraftField[]).some((field) => one[field] !== other[field]);

function without(faults: Faults, fields: readonly DraftField[]): Faults {
  const left = Object.entries(faults).filter(([field]) => !fields.includes(field as DraftField));
  return Object.fromEntries(left);
}

interface SaleFormProps {
  form: SaleFormModel;
  label: string;
  /** Where the picture that the sale has now is. */
  currentPicture: string | null;
  /** What Ctrl+Enter does as well. */
  onSubmit: () => void;
  buttons: ReactNode;
  aside: ReactNode;
  notice?: ReactNode;
  endHint?: string;
  stock?: PriceFieldsProps;
}

export function SaleForm(props: SaleFormProps) {
  const { form, label, currentPicture, onSubmit, buttons, aside, notice, endHint, stock } = props;
  const guard = useLeaveGuard(form.isDirty);
  const { refusal, owed, picture, setPicture } = form;
  // Signing in again is asked for over the page; so it is not said twice.
  const isSignedOut = refusal?.code === 'UNAUTHENTICATED';
  const general = isSignedOut ? null : generalRefusal(refusal, ownPaths(form));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || owed) {
      return;
    }
    event.preventDefault();
    onSubmit();
  };
  return (
    <FormContext value={form.state}>
      <div className={classes.page}>
        <form
          className={classes.fields}
          aria-label={label}
          noValidate
          onKeyDown={onKeyDown}
          onSubmit={(event) => {
            event.preventDefault();
            if (!owed) {
              onSubmit();
            }
          }}
        >
          {notice}
          <FaultSummary faults={form.state.faults} />
          {general && <RefusalAlert refusal={general} />}
          <WhatFields
            picture={{ current: currentPicture, choice: picture, onChoose: setPicture }}
          />
          <WhenFields endHint={endHint} />
          <PriceFields {...stock} />
          <IdentityFields />
          <MoreFields />
          <div className={classes.buttons}>{owed ? <PictureOwed form={form} /> : buttons}</div>
        </form>
        <div className={classes.aside}>{aside}</div>
      </div>
      <LeaveDialog
        isOpen={guard.isAsking}
        onStay={guard.stay}
        onLeave={() => {
          guard.stay();
          guard.go?.();
        }}
      />
    </FormContext>
  );
}

/** What the API named and the form shows beside a field. */
function ownPaths({ refusal, state }: SaleFormModel): string[] {
  const count = Object.keys(state.faults).length;
  return count === 0 ? [] : (refusal?.errors.map(({ path }) => path) ?? []);
}

/** All that is wrong in one place; each line leads to its field. */
function FaultSummary({ faults }: { faults: Faults }) {
  const fields = (Object.keys(labels) as DraftField[]).filter((field) => faults[field]);
  if (fields.length === 0) {
    return null;
  }
  const title = fields.length === 1 ? 'Fix 1 field' : `Fix ${fields.length} fields`;
  return (
    <Alert color="red" title={title} role="alert">
      <List size="sm">
        {fields.map((field) => (
          <List.Item key={field}>
            <Anchor
              href={`#${fieldId(field)}`}
              size="sm"
              c="inherit"
              underline="always"
              onClick={(event) => {
                event.preventDefault();
                focusField(field);
              }}
            >
              {labels[field]}
            </Anchor>
            : {faults[field]}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

/** After the page shows it: a folded part opens first. */
function focusFirst(faults: Faults): void {
  const field = firstFault(faults);
  if (field) {
    requestAnimationFrame(() => requestAnimationFrame(() => focusField(field)));
  }
}

function focusField(field: DraftField): void {
  const at = document.getElementById(fieldId(field));
  const target = at?.matches('input, textarea, button') ? at : at?.querySelector('input');
  target?.focus();
  target?.scrollIntoView({ block: 'center' });
}

/** The sale is saved and its picture is not: said, and to be tried again. */
function PictureOwed({ form }: { form: SaleFormModel }) {
  const router = useRouter();
  const { owed, isBusy, retryPicture } = form;
  if (!owed) {
    return null;
  }
  return (
    <Alert
      color="yellow"
      title="The sale is saved, its picture is not"
      role="alert"
      style={{ flex: 1 }}
    >
      <Text size="sm" mb="sm">
        {owed.refusal.detail} Try again, or choose another picture above.
      </Text>
      <Group gap="xs">
        <Button size="sm" loading={isBusy} onClick={() => void retryPicture()}>
          Try the picture again
        </Button>
        <Button
          size="sm"
          variant="default"
          onClick={() => router.push(addresses.sale(owed.sale.id))}
        >
          Go on without it
        </Button>
      </Group>
    </Alert>
  );
}
