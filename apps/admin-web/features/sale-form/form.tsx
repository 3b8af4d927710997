'use client';

import type { Refusal } from '@flash/client';
import type { AdminSale, QueueOverview } from '@flash/shared-types';
import { Alert, Anchor, Box, Button, Group, List, Text } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { type KeyboardEvent, type ReactNode, useMemo, useState } from 'react';
import { addresses } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { generalRefusal, RefusalAlert } from '../kit/forms.tsx';
import classes from './form.module.css';
import { FormContext, type FormState, fieldId } from './inputs.tsx';
import { type DraftField, draftFields, keysOf, labels, type SaleDraft } from './model.ts';
import { type PictureChoice, savePicture, shownPicture } from './picture.tsx';
import { PreviewButton, ShopPreview } from './preview/preview.tsx';
import {
  apiErrors,
  draftErrors,
  type FieldErrors,
  type FixedFields,
  firstInvalidField,
} from './rules.ts';
import {
  DeliveryFields,
  IdentityFields,
  MoreFields,
  PriceFields,
  type PriceFieldsProps,
  WhatFields,
  WhenFields,
} from './sections.tsx';
import { UnsavedChanges } from './unsaved-changes.tsx';

export type SaveOutcome =
  | { kind: 'saved'; sale: AdminSale }
  | { kind: 'refused'; refusal: Refusal }
  /** Another member changed the sale; the user has to choose. */
  | { kind: 'conflict' };

interface SaleFormOptions {
  start: SaleDraft;
  /** The saved version; null for a new sale. */
  base: SaleDraft | null;
  fixed: FixedFields;
  save: (draft: SaleDraft, isDraft: boolean) => Promise<SaveOutcome>;
  onSaved: (sale: AdminSale) => void;
}

/** The state of the form: contents, errors, and saving the sale with its picture. */
export function useSaleForm({ start, base, fixed, save, onSaved }: SaleFormOptions) {
  const { team } = useMember();
  const [draft, setDraft] = useState(start);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [picture, setPicture] = useState<PictureChoice>({ kind: 'keep' });
  const [pictureFailure, setPictureFailure] = useState<{
    sale: AdminSale;
    refusal: Refusal;
  } | null>(null);
  const [isBusy, setBusy] = useState(false);

  const state: FormState = useMemo(
    () => ({
      draft,
      errors,
      fixed,
      set: (change) => {
        setDraft((before) => ({ ...before, ...change }));
        setErrors((before) => omit(before, keysOf(change)));
      },
    }),
    [draft, errors, fixed],
  );

  const showErrors = (found: FieldErrors) => {
    setErrors(found);
    focusFirstInvalid(found);
  };
  const saveWithPicture = async (sale: AdminSale) => {
    const answer = await savePicture(team, sale, picture);
    if (!answer.ok) {
      return setPictureFailure({ sale, refusal: answer.refusal });
    }
    setPictureFailure(null);
    setPicture({ kind: 'keep' });
    onSaved(answer.value);
  };
  const submitDraft = async (given: SaleDraft, isDraft: boolean) => {
    const mustBeAhead = base === null || base.endsAt !== given.endsAt;
    const now = mustBeAhead ? Date.now() : undefined;
    const found = omit(draftErrors(given, now), keysOf(fixed));
    setRefusal(null);
    if (Object.keys(found).length > 0) {
      return showErrors(found);
    }
    setErrors({});
    setBusy(true);
    const outcome = await save(given, isDraft);
    if (outcome.kind === 'saved') {
      await saveWithPicture(outcome.sale);
    }
    if (outcome.kind === 'refused') {
      setRefusal(outcome.refusal);
      showErrors(apiErrors(outcome.refusal.errors));
    }
    setBusy(false);
  };
  const retryPicture = async () => {
    if (!pictureFailure) {
      return;
    }
    setBusy(true);
    await saveWithPicture(pictureFailure.sale);
    setBusy(false);
  };

  return {
    state,
    draft,
    setDraft,
    refusal,
    picture,
    setPicture,
    pictureFailure,
    isBusy,
    isDirty: pictureFailure === null && (picture.kind !== 'keep' || differs(draft, base ?? start)),
    submit: (isDraft: boolean) => submitDraft(draft, isDraft),
    submitDraft,
    retryPicture,
  };
}

export type SaleFormModel = ReturnType<typeof useSaleForm>;

const differs = (one: SaleDraft, other: SaleDraft): boolean =>
  draftFields.some((field) => one[field] !== other[field]);

function omit(errors: FieldErrors, fields: readonly DraftField[]): FieldErrors {
  const left = keysOf(errors).filter((field) => !fields.includes(field));
  return Object.fromEntries(left.map((field) => [field, errors[field]]));
}

interface SaleFormProps {
  form: SaleFormModel;
  label: string;
  /** Address of the saved picture. */
  currentPicture: string | null;
  /** Also called for Ctrl+Enter. */
  onSubmit: () => void;
  buttons: ReactNode;
  aside: ReactNode;
  notice?: ReactNode;
  endHint?: string;
  stock?: PriceFieldsProps;
  /** Absent for a new sale. */
  published?: { sale: AdminSale; overview?: QueueOverview };
}

export function SaleForm(props: SaleFormProps) {
  const { form, label, currentPicture, onSubmit, buttons, aside, notice, endHint, stock } = props;
  const { published } = props;
  const { refusal, pictureFailure, picture, setPicture, draft } = form;
  const preview = { draft, picture: shownPicture(picture, currentPicture), published };
  // A dialog over the page already asks to sign in again.
  const isSignedOut = refusal?.code === 'UNAUTHENTICATED';
  const general = isSignedOut ? null : generalRefusal(refusal, shownPaths(form));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || pictureFailure) {
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
            if (!pictureFailure) {
              onSubmit();
            }
          }}
        >
          <PreviewButton {...preview} />
          {notice}
          <ErrorSummary errors={form.state.errors} />
          {general && <RefusalAlert refusal={general} />}
          <WhatFields
            picture={{ current: currentPicture, choice: picture, onChoose: setPicture }}
          />
          <WhenFields endHint={endHint} />
          <PriceFields {...stock} />
          <IdentityFields />
          <DeliveryFields />
          <MoreFields />
          <div className={classes.buttons}>
            {pictureFailure ? <PictureFailure form={form} /> : buttons}
          </div>
        </form>
        <div className={classes.aside}>
          <Box visibleFrom="md">
            <ShopPreview {...preview} />
          </Box>
          {aside}
        </div>
      </div>
      <UnsavedChanges isDirty={form.isDirty} />
    </FormContext>
  );
}

/** The paths of a refusal whose errors the form shows beside their fields. */
function shownPaths({ refusal, state }: SaleFormModel): string[] {
  const count = Object.keys(state.errors).length;
  return count === 0 ? [] : (refusal?.errors.map(({ path }) => path) ?? []);
}

/** All errors in one place, each with a link to its field. */
function ErrorSummary({ errors }: { errors: FieldErrors }) {
  const fields = draftFields.filter((field) => errors[field]);
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
            : {errors[field]}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

/** Waits two frames, because a folded section with an error has to open first. */
function focusFirstInvalid(errors: FieldErrors): void {
  const field = firstInvalidField(errors);
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

/** The sale was saved but its picture was not: try again or continue without it. */
function PictureFailure({ form }: { form: SaleFormModel }) {
  const router = useRouter();
  const { pictureFailure, isBusy, retryPicture } = form;
  if (!pictureFailure) {
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
        {pictureFailure.refusal.detail} Try again, or choose another picture above.
      </Text>
      <Group gap="xs">
        <Button size="sm" loading={isBusy} onClick={() => void retryPicture()}>
          Try the picture again
        </Button>
        <Button
          size="sm"
          variant="default"
          onClick={() => router.push(addresses.sale(pictureFailure.sale.id))}
        >
          Continue without it
        </Button>
      </Group>
    </Alert>
  );
}
