'use client';

import { Button, Stack } from '@mantine/core';
import { useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { type Action, ActionDialog } from '../kit/action-dialog.tsx';
import { Loaded, Rows } from '../kit/loaded.tsx';
import classes from './account.module.css';
import { deviceName } from './device-name.ts';
import { Section } from './section.tsx';
import { SessionRow } from './session-row.tsx';

const REFRESH_MS = 30_000;

/** Where this account is signed in; a session that looks unfamiliar can be ended here. */
export function SessionsCard() {
  const { team } = useMember();
  const [action, setAction] = useState<Action | null>(null);
  const query = useApiQuery(['sessions'], (signal) => team.listSessions({ signal }), {
    refetchInterval: REFRESH_MS,
  });
  const plain = { reasonLabel: null, stale: ['sessions'] };
  const endOthers: Action = {
    ...plain,
    title: 'End all other sessions',
    effect: 'Every other device is signed out immediately. This one stays signed in.',
    button: 'End the others',
    run: () => team.endOtherSessions(),
    done: 'All other sessions have ended.',
  };

  return (
    <Section
      title="Sessions"
      lead="Where you are signed in. End sessions you do not recognise, then change your password."
    >
      <Loaded query={query} skeleton={<Rows count={2} />}>
        {({ items }) => (
          <>
            <Stack component="ul" gap={0} className={classes.sessions} aria-label="Sessions">
              {items.map((item) => (
                <SessionRow
                  key={item.id}
                  item={item}
                  onEnd={() =>
                    setAction({
                      ...plain,
                      title: 'End this session',
                      effect: `${deviceName(item.userAgent)} is signed out immediately.`,
                      button: 'End it',
                      run: () => team.endSession({ params: { id: item.id } }),
                      done: 'The session has ended.',
                    })
                  }
                />
              ))}
            </Stack>
            {items.length > 1 && (
              <Button
                variant="default"
                onClick={() => setAction(endOthers)}
                style={{ justifySelf: 'start', alignSelf: 'flex-start' }}
              >
                End all other sessions
              </Button>
            )}
          </>
        )}
      </Loaded>
      <ActionDialog action={action} onClose={() => setAction(null)} />
    </Section>
  );
}
