'use client';

import { Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { sessionGuard } from '../../lib/session-guard.ts';
import { PageHead } from '../kit/page-head.tsx';
import { Card } from '../kit/panel.tsx';
import { SetUpSecondFactor } from './set-up-second-factor.tsx';

/** What members in production see until it is done: the API opens nothing else to them. */
export function SecondFactorFirst() {
  const queries = useQueryClient();
  const goOn = () => {
    sessionGuard.secondFactorNeeded.send(false);
    void queries.invalidateQueries();
  };
  return (
    <>
      <PageHead title="Turn on two-factor first">
        Your role requires two-factor authentication.
      </PageHead>
      <div style={{ maxWidth: '34rem' }}>
        <Card label="Two-factor">
          <SetUpSecondFactor onDone={goOn} />
        </Card>
      </div>
      <Text size="sm" c="dimmed" mt="md">
        You can sign out and do this later. Running sales are not affected.
      </Text>
    </>
  );
}
