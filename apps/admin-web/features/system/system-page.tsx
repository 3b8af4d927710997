'use client';

import { SimpleGrid, Stack } from '@mantine/core';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { Loaded } from '../kit/loaded.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { Age } from '../kit/when.tsx';
import { AuditPanel } from './audit-panel.tsx';
import { EnginePanels } from './engine-panels.tsx';
import { Headline } from './headline.tsx';
import { concernsOf } from './health.ts';
import { ProcessPanel } from './process-panel.tsx';
import { QueuePanel } from './queue-panel.tsx';
import { SalesPanel } from './sales-panel.tsx';

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
