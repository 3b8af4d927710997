'use client';

import { Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { sessionGuard } from '../../lib/session-guard.ts';
import { Card } from '../kit/card.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { SetUpSecondFactor } from './set-up-second-factor.tsx';

/** What an owner in production sees until it is done: the API opens nothing else to them. */
export function SecondFactorFirst() {
  const queries = useQueryClient();
  const goOn = () => {
    sessionGuard.secondFactorNeeded.send(false);
    void queries.invalidateQueries();
  };
  return (
    <>
      <PageHead title="First, a second factor">
        Owners need one here: their account opens every sale and every buyer’s data.
      </PageHead>
      <div style={{ maxWidth: '34rem' }}>
        <Card label="Two-factor">
          <SetUpSecondFactor onDone={goOn} />
        </Card>
      </div>
      <Text size="sm" c="dimmed" mt="md">
        The sales run on meanwhile. You can sign out and do this later.
      </Text>
    </>
  );
}
