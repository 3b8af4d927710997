'use client';

import { type Answer, newKey } from '@flash/client';
import {
  Button,
  Group,
  Modal,
  Stack,
  Text,
  Textarea,
  TextInput,
  UnstyledButton,
} from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useSubmit } from '../../lib/use-submit.ts';
import { RefusalAlert, showSuccess } from './forms.tsx';
import classes from './kit.module.css';

export interface Action {
  title: string;
  /** The effect on people, shown before the action runs. */
  effect: ReactNode;
  button: string;
  /** For actions that cannot be undone: the button is red and this name must be typed. */
  typedName?: string;
  /** `null` for no reason field. */
  reasonLabel?: string | null;
  /** Suggested reasons. */
  reasons?: readonly string[];
  /** The initial reason, for actions that must be quick. */
  reason?: string;
  /** Additional fields, shown above the reason. */
  fields?: ReactNode;
  isReady?: boolean;
  /** The idempotency key is the same for every attempt of one dialog, so a retry does nothing twice. */
  run: (given: { reason: string; key: string }) => Promise<Answer<unknown>>;
  /** What is said afterwards; of the answer, where that tells what was done. */
  done: ReactNode | ((answer: unknown) => ReactNode);
  /** First parts of the query keys that are stale afterwards; see `useApiQuery`. */
  stale: readonly string[];
}

interface ActionDialogProps {
  action: Action | null;
  onClose: () => void;
}

/** Confirms an action: its effect, its reason, and then its result. */
export function ActionDialog({ action, onClose }: ActionDialogProps) {
  return (
    <Modal
      opened={action !== null}
      onClose={onClose}
      title={action?.title}
      size="md"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {action && <ActionForm action={action} onClose={onClose} />}
    </Modal>
  );
}

function ActionForm({ action, onClose }: { action: Action; onClose: () => void }) {
  const queries = useQueryClient();
  const [key] = useState(newKey);
  const [reason, setReason] = useState(action.reason ?? '');
  const [typed, setTyped] = useState('');
  const { typedName, reasonLabel = 'Reason', isReady = true } = action;
  const isSure = typedName === undefined || typed.trim() === typedName.trim();

  const { submit, isBusy, refusal } = useSubmit({
    call: () => action.run({ reason: reason.trim(), key }),
    onDone: (answer) => {
      showSuccess(typeof action.done === 'function' ? action.done(answer) : action.done);
      onClose();
      return queries.invalidateQueries({
        predicate: ({ queryKey }) => action.stale.includes(String(queryKey[0])),
      });
    },
  });

  return (
    <form onSubmit={submit}>
      <Stack>
        <Text component="div" size="sm">
          {action.effect}
        </Text>
        {refusal && <RefusalAlert refusal={refusal} />}
        {action.fields}
        {reasonLabel !== null && (
          <ReasonField
            label={reasonLabel}
            reasons={action.reasons ?? []}
            value={reason}
            onChange={setReason}
          />
        )}
        {typedName !== undefined && (
          <TextInput
            label={`Type “${typedName}” to confirm`}
            required
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            color={typedName === undefined ? undefined : 'red'}
            loading={isBusy}
            disabled={!isSure || !isReady}
          >
            {action.button}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface ReasonFieldProps {
  label: string;
  reasons: readonly string[];
  value: string;
  onChange: (reason: string) => void;
}

/** The reason of an action: typed, or a suggestion that can still be edited. */
function ReasonField({ label, reasons, value, onChange }: ReasonFieldProps) {
  return (
    <Stack gap="xs">
      <Textarea
        data-autofocus
        label={label}
        description="Kept in the audit log."
        required
        autosize
        minRows={2}
        maxLength={500}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {reasons.length > 0 && (
        <Group gap={6} role="group" aria-label="Suggested reasons">
          {reasons.map((reason) => (
            <UnstyledButton
              key={reason}
              className={classes.suggestion}
              aria-pressed={reason === value}
              onClick={() => onChange(reason)}
            >
              {reason}
            </UnstyledButton>
          ))}
        </Group>
      )}
    </Stack>
  );
}
