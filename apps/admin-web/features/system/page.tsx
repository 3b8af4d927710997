'use client';

import { SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { Loaded } from '../kit/loaded.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { Age } from '../kit/when.tsx';
import { type Concern, concernsOf } from './health.ts';
import { AuditPanel, EnginePanels, ProcessPanel, QueuePanel } from './panels.tsx';
import { SalesPanel } from './sales-panel.tsx';
import classes from './system.module.css';

const REFRESH_MS = 3_000;
const STALE_MS = 10_000;

export function SystemPage() {
  const { team } = useMember();
  const query = useApiQuery(['system'], (signal) => team.system({ signal }), {
    refetchInterval: REFRESH_MS,
  });
  const at = query.dataUpdatedAt || null;
  return (
    <>
      <PageHead title="System" actions={<Age at={at} staleAfterMs={STALE_MS} />}>
        Health of Redis, MongoDB, the processes and the running sales.
      </PageHead>
      <Loaded query={query}>
        {(system) => (
          <Stack>
            <Headline concerns={concernsOf(system)} />
            <SalesPanel sales={system.sales} />
            <SimpleGrid cols={{ base: 1, md: 2 }}>
              <EnginePanels system={system} />
              <ProcessPanel system={system} />
              <QueuePanel queue={system.queue} />
            </SimpleGrid>
            <AuditPanel system={system} />
          </Stack>
        )}
      </Loaded>
    </>
  );
}

/** The overall state in one line, followed by the problems and what to do. */
function Headline({ concerns }: { concerns: readonly Concern[] }) {
  const tone = toneOf(concerns);
  return (
    <section className={classes.headline} data-tone={tone} aria-label="Summary">
      <div role="status">
        <Title order={2} size="h3">
          <span aria-hidden="true">{signs[tone]} </span>
          {words[tone]}
        </Title>
      </div>
      {concerns.length === 0 && (
        <Text size="sm" c="dimmed">
          Redis, MongoDB, processes and stored data are fine.
        </Text>
      )}
      {concerns.length > 0 && (
        <ul className={classes.concerns}>
          {concerns.map(({ urgency, what, advice }) => (
            <li key={what}>
              <strong>{what}</strong> {advice}
              {urgency === 'soon' && <span className={classes.later}>Can wait</span>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const words = { well: 'All systems normal', soon: 'Needs attention', now: 'Act now' };
const signs = { well: '●', soon: '◐', now: '▲' };

function toneOf(concerns: readonly Concern[]): keyof typeof words {
  if (concerns.some(({ urgency }) => urgency === 'now')) {
    return 'now';
  }
  return concerns.length > 0 ? 'soon' : 'well';
}
