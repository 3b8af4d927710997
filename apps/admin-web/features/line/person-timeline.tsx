import type { QueueMember } from '@flash/shared-types';
import { Text, Title } from '@mantine/core';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { Loaded, Rows } from '../kit/loaded.tsx';
import { When } from '../kit/when.tsx';
import classes from './line.module.css';

interface Step {
  at: string;
  words: string;
}

/** How a person came to where they are. An order has all steps; a place has when it was taken. */
export function PersonTimeline({ member }: { member: QueueMember }) {
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
  if (joinedAt !== null) steps.push({ at: joinedAt, words: 'Joined the line' });
  if (expiresAt !== null && state === 'held') steps.push({ at: expiresAt, words: 'Hold ends' });
  return steps;
}

const capital = (word: string) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
