import { Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useMember } from '../../../lib/member.ts';
import { ActionDialog } from '../../kit/action-dialog.tsx';
import classes from '../live.module.css';
import { people } from '../stage-words.ts';
import type { DialogProps } from './dialog-props.ts';
import { DoneLine } from './done-line.tsx';
import { saleNouns } from './stale-nouns.ts';

export function MessageDialog({ view, onClose }: DialogProps) {
  const { team } = useMember();
  const { id } = view.sale;
  const { waiting, message } = view.overview;
  const [text, setText] = useState(message ?? '');
  const wanted = text.trim();
  const isSame = wanted === (message ?? '');
  return (
    <ActionDialog
      onClose={onClose}
      action={{
        title: 'Message to the line',
        effect: `Shown to ${people(waiting)} waiting and all holders.`,
        fields: (
          <Stack gap="xs">
            <Textarea
              data-autofocus
              label="Message"
              description={
                message
                  ? 'Leave empty to remove the message. Up to 500 characters.'
                  : 'Up to 500 characters.'
              }
              autosize
              minRows={3}
              maxLength={500}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <section className={classes.preview} aria-label="As buyers see it">
              {wanted || (
                <Text component="span" c="dimmed" size="sm">
                  No message
                </Text>
              )}
            </section>
          </Stack>
        ),
        isReady: !isSame,
        button: message && !wanted ? 'Remove the message' : 'Show the message',
        reasonLabel: 'Reason, for the team',
        reasons: ['News for buyers in line.', 'No longer true.'],
        run: ({ reason, key }) =>
          team.messageSale({ params: { id }, body: { message: wanted, reason }, key }),
        done: (
          <DoneLine saleId={id}>
            {wanted ? 'The message is shown.' : 'The message is removed.'}
          </DoneLine>
        ),
        stale: saleNouns,
      }}
    />
  );
}
