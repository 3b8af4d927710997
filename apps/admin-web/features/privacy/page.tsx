'use client';

import type { PrivacyExport, PrivacyForgotten } from '@flash/shared-types';
import { saveFile } from '@flash/web';
import { Anchor, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { addresses } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { ActionDialog } from '../kit/action-dialog.tsx';
import { RefusalAlert } from '../kit/forms.tsx';
import { RecordList } from '../kit/lists/record-list.tsx';
import { Forbidden } from '../kit/loaded.tsx';
import { Note, PageHead } from '../kit/page-head.tsx';
import { Panel } from '../kit/panel.tsx';
import { When } from '../kit/when.tsx';
import { amountOf, StatusMark } from '../orders/order-words.tsx';
import classes from './privacy.module.css';

export function PrivacyPage() {
  const { may } = useMember();
  const [data, setData] = useState<PrivacyExport | null>(null);
  const [result, setResult] = useState<string | null>(null);
  const show = (found: PrivacyExport | null, words: string | null) => {
    setData(found);
    setResult(words);
  };
  return (
    <>
      <PageHead title="Privacy">
        Export or delete the data of a person. Both are recorded in the audit log.
      </PageHead>
      {may('support') ? (
        <Stack maw="46rem">
          <LookUpPanel onFound={(found) => show(found, null)} />
          {result && (
            <Note tone="good" title="Done">
              {result}
            </Note>
          )}
          {data && <PersonDataPanel data={data} />}
          {may('owner') ? (
            <ForgetPanel
              key={data?.email}
              email={data?.email ?? ''}
              onForgotten={(words) => show(null, words)}
            />
          ) : (
            <Note tone="busy" title="Only an owner can delete personal data">
              It cannot be undone. Send the address to an owner.
            </Note>
          )}
        </Stack>
      ) : (
        <Forbidden />
      )}
    </>
  );
}

/** A look-up counts as an export: it needs a reason and is recorded. */
function LookUpPanel({ onFound }: { onFound: (data: PrivacyExport) => void }) {
  const { team } = useMember();
  const queries = useQueryClient();
  const { submit, isBusy, refusal } = useSubmit({
    call: (event) => {
      const form = new FormData(event.currentTarget);
      const text = (name: string) => String(form.get(name) ?? '').trim();
      return team.privacyExport({ body: { email: text('email'), reason: text('reason') } });
    },
    onDone: (found) => {
      onFound(found);
      return queries.invalidateQueries({ queryKey: ['audit'] });
    },
  });

  return (
    <Panel title="Look up a person’s data">
      <form onSubmit={submit}>
        <Stack>
          {refusal && <RefusalAlert refusal={refusal} />}
          <TextInput
            label="E-mail of the person"
            description="The full address."
            name="email"
            type="email"
            required
            autoComplete="off"
            maxLength={254}
          />
          <TextInput
            label="Reason"
            description="Kept in the audit log."
            name="reason"
            required
            autoComplete="off"
            maxLength={500}
          />
          <Group>
            <Button type="submit" loading={isBusy}>
              Look up
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

interface ForgetPanelProps {
  /** E-mail of the person who was looked up last. */
  email: string;
  /** Receives a sentence about what was deleted. */
  onForgotten: (words: string) => void;
}

function ForgetPanel({ email, onForgotten }: ForgetPanelProps) {
  const { team } = useMember();
  const [address, setAddress] = useState(email);
  const [isOpen, setOpen] = useState(false);
  const person = address.trim();
  return (
    <Panel title="Delete personal data">
      <ul className={classes.effects}>
        <li>Account, sessions, name, phone and address are deleted permanently.</li>
        <li>Orders stay without the buyer: unit, amount and time are needed for accounting.</li>
        <li>The public audit record is unaffected; it holds no names.</li>
        <li>
          Not possible while the person is in line, has a hold or has an order in a sale that is not
          over, and not for members of the team.
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
          label="E-mail to delete"
          type="email"
          required
          autoComplete="off"
          maxLength={254}
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
        />
        <Button type="submit" variant="default">
          Delete personal data…
        </Button>
      </form>
      <ActionDialog
        onClose={() => setOpen(false)}
        action={
          isOpen
            ? {
                title: 'Delete personal data',
                effect: 'This cannot be undone. If the person asked for a copy, save it first.',
                button: 'Delete permanently',
                typedName: person,
                run: async ({ reason }) => {
                  const answer = await team.privacyForget({ body: { email: person, reason } });
                  if (answer.ok) {
                    onForgotten(describeDeletion(answer.value));
                  }
                  return answer;
                },
                done: 'Deleted.',
                stale: ['privacy', 'orders', 'order', 'audit', 'members'],
              }
            : null
        }
      />
    </Panel>
  );
}

/** Describes what was deleted, so that the person can be told. */
function describeDeletion(done: PrivacyForgotten): string {
  const { account, orders, blocks, audit } = done;
  if (!account && orders + blocks + audit === 0) {
    return 'There was no personal data for this address.';
  }
  const parts = [
    ...(account ? ['the account'] : []),
    ...(orders > 0 ? [`the buyer of ${orders === 1 ? '1 order' : `${orders} orders`}`] : []),
    ...(blocks > 0
      ? [`${blocks === 1 ? '1 link' : `${blocks} links`} from the public record`]
      : []),
    ...(audit > 0
      ? [`the address in ${audit === 1 ? '1 audit entry' : `${audit} audit entries`}`]
      : []),
  ];
  return `Deleted: ${parts.join(', ')}. The public audit record is unaffected.`;
}

function PersonDataPanel({ data }: { data: PrivacyExport }) {
  const lines = describeData(data);
  const save = () =>
    saveFile(fileNameOf(data), 'application/json', `${JSON.stringify(data, null, 2)}\n`);
  return (
    <Panel
      title={`Data about ${data.email}`}
      aside={
        lines.length > 0 && (
          <Button size="compact-md" variant="default" onClick={save}>
            Save as JSON
          </Button>
        )
      }
    >
      <div role="status">
        {lines.length === 0 ? (
          <Text size="sm">
            No data. No account, order, place, e-mail or audit entry has this address.
          </Text>
        ) : (
          <ul className={classes.list}>
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
      </div>
      {data.orders.length > 0 && (
        <RecordList
          label="Orders of this person"
          rows={data.orders}
          keyOf={({ id }) => id}
          columns={[
            {
              head: 'Order',
              cell: ({ id, orderCode }) => (
                <Anchor component={Link} href={addresses.order(id)} inherit>
                  {orderCode}
                </Anchor>
              ),
            },
            { head: 'Bought', cell: ({ createdAt }) => <When at={createdAt} /> },
            { head: 'Payment', cell: ({ paymentStatus }) => <StatusMark status={paymentStatus} /> },
            { head: 'Amount', cell: amountOf, isNumber: true },
          ]}
        />
      )}
    </Panel>
  );
}

const count = (number: number, one: string, many: string) =>
  `${number.toLocaleString()} ${number === 1 ? one : many}`;

/** The data about a person, one line per kind; empty if there is none. */
export function describeData(data: PrivacyExport): string[] {
  const { account, orders, places, mails, mailWishes, audit } = data;
  const sessions = account ? count(account.sessions.length, 'session', 'sessions') : '';
  return [
    ...(account ? [`An account: ${account.name}, ${account.email}, ${sessions}`] : []),
    ...(orders.length > 0 ? [count(orders.length, 'order', 'orders')] : []),
    ...(places.length > 0
      ? [`${count(places.length, 'place', 'places')} in sales that are not archived`]
      : []),
    ...(mails.length > 0 ? [count(mails.length, 'e-mail', 'e-mails')] : []),
    ...(mailWishes.length > 0
      ? [count(mailWishes.length, 'request for e-mail', 'requests for e-mail')]
      : []),
    ...(audit.length > 0
      ? [`${count(audit.length, 'audit log entry', 'audit log entries')} with this address`]
      : []),
  ];
}

/** A file name that every file system accepts. */
export const fileNameOf = ({ email }: Pick<PrivacyExport, 'email'>): string =>
  `personal-data-${email.replace(/[^a-z0-9.-]+/gi, '-')}.json`;
