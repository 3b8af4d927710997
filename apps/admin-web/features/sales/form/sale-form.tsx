'use client';

import type { KeyboardEvent, ReactNode } from 'react';
import { generalRefusal } from '../../kit/field-error.ts';
import { RefusalAlert } from '../../kit/refusal-alert.tsx';
import { FaultSummary } from './fault-summary.tsx';
import classes from './form.module.css';
import { FormContext } from './form-context.ts';
import { IdentityFields } from './identity-fields.tsx';
import { LeaveDialog } from './leave-dialog.tsx';
import { MoreFields } from './more-fields.tsx';
import { PictureOwed } from './picture-owed.tsx';
import { PriceFields, type PriceFieldsProps } from './price-fields.tsx';
import { useLeaveGuard } from './use-leave-guard.ts';
import type { SaleFormModel } from './use-sale-form.ts';
import { WhatFields } from './what-fields.tsx';
import { WhenFields } from './when-fields.tsx';

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
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || owed) return;
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
            if (!owed) onSubmit();
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
