'use client';

import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { ActionDialog } from '../kit/action-dialog.tsx';
import { kindWords, StateMark } from './mail-words.tsx';
import classes from './mails.module.css';

interface MailDialogProps {
  id: string | null;
  onClose: () => void;
}

/** One mail as the buyer got it, without what would open the place. */
export function MailDialog({ id, onClose }: MailDialogProps) {
  return (
    <Modal
      opened={id !== null}
      onClose={onClose}
      title="Mail"
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {id !== null && <OneMail id={id} onClose={onClose} />}
    </Modal>
  );
}

/** The id of a mail begins with that of its sale, or with `account`. */
const saleOf = (id: string) => id.split(':')[0] ?? '';

function OneMail({ id, onClose }: { id: string; onClose: () => void }) {
  const { team } = useMember();
  const [isSending, setSending] = useState(false);
  const { data } = useApiQuery(['mail', id], (signal) =>
    team.mailDetail({ params: { flashSaleId: saleOf(id), mailId: id }, signal }),
  );
  if (!data) {
    return <Text c="dimmed">Loading…</Text>;
  }
  const { kind, state, address, content, why, saleName } = data;
  return (
    <Stack>
      <Group justify="space-between">
        <Text fw={600}>
          {saleName === '' ? kindWords[kind] : `${kindWords[kind]}: ${saleName}`}
        </Text>
        <StateMark state={state} />
      </Group>
      <Text size="sm">To: {address ?? 'an address that is no longer kept'}</Text>
      {why && (
        <Text size="sm" c="dimmed">
          {why}
        </Text>
      )}
      {content ? (
        <>
          <Text fw={600} dir="auto">
            {content.subject}
          </Text>
          <pre className={classes.text} dir="auto">
            {content.text}
          </pre>
        </>
      ) : (
        <Text c="dimmed">
          {state === 'waiting'
            ? 'It is written when it is sent, from how things are then.'
            : 'There is no text of this mail.'}
        </Text>
      )}
      {state !== 'waiting' && (
        <Group>
          <Button variant="default" onClick={() => setSending(true)}>
            Send again
          </Button>
        </Group>
      )}
      <ActionDialog
        action={
          isSending
            ? {
                title: 'Send this mail again?',
                effect:
                  'It is written anew from how things are now, and is not sent if what it tells of is over.',
                button: 'Send again',
                run: ({ reason, key }) =>
                  team.resendMail({
                    params: { flashSaleId: saleOf(id), mailId: id },
                    body: { reason },
                    key,
                  }),
                done: 'The mail is sent again.',
                stale: ['mail', 'mails', 'audit'],
              }
            : null
        }
        onClose={() => {
          setSending(false);
          onClose();
        }}
      />
    </Stack>
  );
}
