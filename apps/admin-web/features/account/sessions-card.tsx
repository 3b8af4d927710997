'use client';

import type { SessionItem } from '@flash/shared-types';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { type Action, ActionDialog } from '../kit/action-dialog.tsx';
import { Loaded, Rows } from '../kit/loaded.tsx';
import { Mark } from '../kit/mark.tsx';
import { momentOf, When } from '../kit/when.tsx';
import classes from './account.module.css';
import { Section } from './section.tsx';

const REFRESH_MS = 30_000;

/** The sessions of this account; unfamiliar ones can be ended here. */
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

function SessionRow({ item, onEnd }: { item: SessionItem; onEnd: () => void }) {
  const device = deviceName(item.userAgent);
  return (
    <Group component="li" justify="space-between" className={classes.session}>
      <div>
        <Group gap="xs">
          <Text fw={600} title={item.userAgent ?? undefined}>
            {device}
          </Text>
          {item.current && <Mark tone="good">this device</Mark>}
        </Group>
        <Text size="sm" c="dimmed">
          {item.ipAddress || 'address unknown'} · last seen <When at={item.updatedAt} /> · since{' '}
          <When at={item.createdAt} />
        </Text>
      </div>
      {!item.current && (
        <Button
          variant="default"
          size="xs"
          onClick={onEnd}
          aria-label={`End the session of ${device} since ${momentOf(item.createdAt)}`}
        >
          End
        </Button>
      )}
    </Group>
  );
}

const browsers: readonly [RegExp, string][] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const systems: readonly [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/CrOS/, 'Chromebook'],
  [/Mac OS X|Macintosh/, 'Mac'],
  [/Linux|X11/, 'Linux'],
];

/** "Firefox on Windows", so that people recognise their devices. */
export function deviceName(userAgent: string | null): string {
  if (!userAgent) {
    return 'Unknown device';
  }
  const named = (list: readonly [RegExp, string][]) =>
    list.find(([pattern]) => pattern.test(userAgent))?.[1];
  const browser = named(browsers);
  const system = named(systems);
  if (browser && system) {
    return `${browser} on ${system}`;
  }
  // Not a browser: a program, whose user agent starts with its name.
  return browser ?? system ?? (userAgent.split(/[/\s]/)[0] || 'Unknown device');
}
