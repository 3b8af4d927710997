'use client';

import type { QueueMember } from '@flash/shared-types';
import { formatCount, useTicking } from '@flash/web';
import { Anchor, Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import Link from 'next/link';
import { type FormEvent, useState } from 'react';
import { addresses } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { type Action, ActionDialog } from '../kit/action-dialog.tsx';
import { type Fact, Facts } from '../kit/facts.tsx';
import { clockWords } from '../kit/format.ts';
import { EmptyState, Loaded, Rows } from '../kit/loaded.tsx';
import { Panel } from '../kit/panel.tsx';
import { When } from '../kit/when.tsx';
import { DoneLine, SALE_QUERIES } from '../sale/actions.tsx';
import { useSale } from '../sale/context.ts';
import classes from './line.module.css';
import { canRelease, canRemove, nameOf, networkWords, stateWords } from './words.ts';

const REFRESH_MS = 3_000;

/** What is typed stays out of the page's address, because it is personal data. */
export function FindPerson() {
  const { team } = useMember();
  const { id, identity } = useSale();
  const [typed, setTyped] = useState('');
  const [q, setQ] = useState('');
  const isGuest = identity === 'guest';
  const query = useApiQuery(
    ['find', id, q],
    (signal) => team.findInQueue({ params: { flashSaleId: id }, query: { q }, signal }),
    { enabled: q !== '', refetchInterval: q === '' ? undefined : REFRESH_MS },
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setQ(typed.trim());
  };
  return (
    <Panel id="find" title="Find a person">
      <form onSubmit={submit}>
        <Group align="flex-end" gap="xs">
          <TextInput
            label={isGuest ? 'Full e-mail address' : 'Name or e-mail'}
            description={
              isGuest
                ? 'E-mails of guests are stored as a digest, so search needs the complete address.'
                : 'The beginning of a name, or the full e-mail address.'
            }
            flex="1 1 16rem"
            maxLength={254}
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" disabled={typed.trim() === ''}>
            Find
          </Button>
        </Group>
      </form>
      {q !== '' && (
        <Stack mt="md" aria-live="polite">
          <Loaded query={query}>
            {({ items }) =>
              items.length > 0 ? (
                items.map((member) => <PersonCard key={member.buyer} member={member} />)
              ) : (
                <EmptyState title="No match">
                  {isGuest
                    ? 'No person with this e-mail address is in this sale. Check the spelling.'
                    : 'No account with this e-mail address or name is in this sale.'}
                </EmptyState>
              )
            }
          </Loaded>
          {query.data && query.data.items.length > 1 && (
            <Text size="sm" c="dimmed">
              At most 20 are shown.
            </Text>
          )}
        </Stack>
      )}
    </Panel>
  );
}

/** One buyer: state, timeline and actions. */
export function PersonCard({ member }: { member: QueueMember }) {
  const { may } = useMember();
  const now = useTicking(Date.now, 1_000);
  const [action, setAction] = useState<PersonAction | null>(null);
  return (
    <article className={classes.person}>
      <Title order={3} size="h5">
        {nameOf(member)}{' '}
        {member.email && (
          <Text component="span" c="dimmed" inherit fw={400}>
            {member.email}
          </Text>
        )}
      </Title>
      <Facts facts={factsOf(member, now)} />
      <PersonTimeline member={member} />
      {may('operator') && (
        <Group gap="xs">
          {canRelease(member) && (
            <Button variant="default" onClick={() => setAction('release')}>
              Release the hold
            </Button>
          )}
          {canRemove(member) && (
            <Button variant="default" onClick={() => setAction('remove')}>
              Remove from the sale
            </Button>
          )}
        </Group>
      )}
      {action && <PersonDialog action={action} member={member} onClose={() => setAction(null)} />}
    </article>
  );
}

function factsOf(member: QueueMember, now: number | null): Fact[] {
  const { state, position, expiresAt, unit, orderId, network } = member;
  const facts: Fact[] = [['State', stateWords(state)]];
  if (position !== null) {
    facts.push(['Place', formatCount(position)]);
  }
  if (unit !== null) {
    facts.push(['Unit', formatCount(unit)]);
  }
  if (expiresAt !== null && now !== null) {
    facts.push(['Hold ends in', clockWords(Date.parse(expiresAt) - now)]);
  }
  if (network !== null) {
    facts.push(['Network', networkWords(network)]);
  }
  if (orderId !== null) {
    facts.push([
      'Order',
      <Anchor key="order" component={Link} href={addresses.order(orderId)} underline="always">
        {orderId}
      </Anchor>,
    ]);
  }
  return facts;
}

interface Step {
  at: string;
  words: string;
}

/** The steps of a buyer in this sale. Orders store all of them, places only the time of joining. */
function PersonTimeline({ member }: { member: QueueMember }) {
  const { may } = useMember();
  return (
    <section aria-label="Timeline">
      <Title order={4} size="h6">
        Timeline
      </Title>
      {member.orderId !== null && may('support') ? (
        <OrderSteps orderId={member.orderId} />
      ) : (
        <Steps steps={stepsOf(member)} />
      )}
    </section>
  );
}

function OrderSteps({ orderId }: { orderId: string }) {
  const { team } = useMember();
  const query = useApiQuery(['order', orderId, 'timeline'], (signal) =>
    team.orderTimeline({ params: { orderId }, signal }),
  );
  return (
    <Loaded query={query} skeleton={<Rows count={2} />}>
      {({ events }) => (
        <Steps
          steps={events.map(({ at, kind, detail }) => ({
            at,
            words: detail ? `${capital(kind)}: ${detail}` : capital(kind),
          }))}
        />
      )}
    </Loaded>
  );
}

function Steps({ steps }: { steps: readonly Step[] }) {
  if (steps.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        No details are known.
      </Text>
    );
  }
  return (
    <ol className={classes.steps}>
      {steps.map(({ at, words }) => (
        <li key={`${at} ${words}`}>
          <When at={at} hasSeconds /> {words}
        </li>
      ))}
    </ol>
  );
}

function stepsOf({ joinedAt, expiresAt, state }: QueueMember): Step[] {
  const steps: Step[] = [];
  if (joinedAt !== null) {
    steps.push({ at: joinedAt, words: 'Joined the line' });
  }
  if (expiresAt !== null && state === 'held') {
    steps.push({ at: expiresAt, words: 'Hold ends' });
  }
  return steps;
}

const capital = (word: string) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;

type PersonAction = 'release' | 'remove';

interface PersonDialogProps {
  action: PersonAction;
  member: QueueMember;
  onClose: () => void;
}

function PersonDialog({ action, member, onClose }: PersonDialogProps) {
  const { team } = useMember();
  const { id } = useSale();
  const { buyer } = member;
  const name = nameOf(member);
  const release: Action = {
    title: 'Release the hold',
    effect: `${name} loses unit ${formatCount(member.unit ?? 0)}. The unit goes to the next in line immediately. ${name} can join again at the end of the line.`,
    button: 'Release',
    reasons: ['Asked for by the buyer.', 'The unit is held by mistake.'],
    run: ({ reason, key }) => team.releaseHold({ params: { id }, body: { buyer, reason }, key }),
    done: <DoneLine saleId={id}>{`The hold of ${name} is released.`}</DoneLine>,
    stale: SALE_QUERIES,
  };
  const remove: Action = {
    title: 'Remove from the sale',
    effect: `${name} ${lossOf(member)} and cannot join this sale again. Their page says that they were removed. This cannot be undone.`,
    button: 'Remove',
    reasons: ['Asked for by the buyer.', 'Against the rules of the sale.'],
    run: ({ reason, key }) => team.removePlace({ params: { id }, body: { buyer, reason }, key }),
    done: <DoneLine saleId={id}>{`${name} is removed.`}</DoneLine>,
    stale: SALE_QUERIES,
  };
  return <ActionDialog action={action === 'release' ? release : remove} onClose={onClose} />;
}

function lossOf({ position, state }: QueueMember): string {
  if (state === 'held') {
    return 'loses the unit on hold';
  }
  return position === null ? 'loses their place' : `loses place ${formatCount(position)}`;
}
