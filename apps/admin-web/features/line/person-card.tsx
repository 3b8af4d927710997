import type { QueueMember } from '@flash/shared-types';
import { formatCount, useTicking } from '@flash/web';
import { Anchor, Button, Group, Text, Title } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';
import { addresses } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { type Fact, Facts } from '../kit/facts.tsx';
import { clockWords } from '../live/spans.ts';
import classes from './line.module.css';
import { networkWords } from './network-words.ts';
import { PersonDialog, type PersonStep } from './person-dialog.tsx';
import { PersonTimeline } from './person-timeline.tsx';
import { canRelease, canRemove, nameOf, stateWords } from './who.ts';

/** A person who was looked for: where they stand, how they came there, what can be done. */
export function PersonCard({ member }: { member: QueueMember }) {
  const { may } = useMember();
  const now = useTicking(Date.now, 1_000);
  const [step, setStep] = useState<PersonStep | null>(null);
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
            <Button variant="default" onClick={() => setStep('release')}>
              Release the hold
            </Button>
          )}
          {canRemove(member) && (
            <Button variant="default" onClick={() => setStep('remove')}>
              Remove from the sale
            </Button>
          )}
        </Group>
      )}
      {step && <PersonDialog step={step} member={member} onClose={() => setStep(null)} />}
    </article>
  );
}

function factsOf(member: QueueMember, now: number | null): Fact[] {
  const { state, position, expiresAt, unit, orderId, network } = member;
  const facts: Fact[] = [['State', stateWords(state)]];
  if (position !== null) facts.push(['Place', formatCount(position)]);
  if (unit !== null) facts.push(['Unit', formatCount(unit)]);
  if (expiresAt !== null && now !== null) {
    facts.push(['Hold ends in', clockWords(Date.parse(expiresAt) - now)]);
  }
  if (network !== null) facts.push(['Network', networkWords(network)]);
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
