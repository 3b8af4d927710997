'use client';

import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { ActionDialog } from '../kit/action-dialog.tsx';
import { Panel } from '../kit/panel.tsx';
import { forgottenWords } from './forgotten-words.ts';
import classes from './privacy.module.css';

interface ForgetPanelProps {
  /** Of the person just looked up. */
  email: string;
  /** With what was forgotten, in words. */
  onForgotten: (words: string) => void;
}

export function ForgetPanel({ email, onForgotten }: ForgetPanelProps) {
  const { team } = useMember();
  const [address, setAddress] = useState(email);
  const [isOpen, setOpen] = useState(false);
  const person = address.trim();
  return (
    <Panel title="Forget somebody">
      <ul className={classes.effects}>
        <li>Account, sessions, name, phone and address are deleted for good.</li>
        <li>
          What was sold stays, without who bought it: unit, amount and time, because the books have
          to add up.
        </li>
        <li>
          The public record of each sale stays as it is and still checks: it never held a name.
          Nothing leads from it to the person any more.
        </li>
        <li>
          It is refused while the person waits, holds a unit or owns an order in a sale that is not
          over, and for members of the team.
        </li>
      </ul>
      <form
        className={classes.forget}
        onSubmit={(event) => {
          event.preventDefault();
          setOpen(true);
        }}
      >
        <TextInput
          label="E-mail to forget"
          type="email"
          required
          autoComplete="off"
          maxLength={254}
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
        />
        <Button type="submit" variant="default">
          Forget this person …
        </Button>
      </form>
      <ActionDialog
        onClose={() => setOpen(false)}
        action={
          isOpen
            ? {
                title: 'Forget this person',
                effect: 'This cannot be undone. Save a copy first if they asked for one.',
                button: 'Forget for good',
                typedName: person,
                run: async ({ reason }) => {
                  const answer = await team.privacyForget({ body: { email: person, reason } });
                  if (answer.ok) onForgotten(forgottenWords(answer.value));
                  return answer;
                },
                done: 'Forgotten.',
                stale: ['privacy', 'orders', 'order', 'audit', 'members'],
              }
            : null
        }
      />
    </Panel>
  );
}
