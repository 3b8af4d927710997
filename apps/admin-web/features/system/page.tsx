'use client';
import type { Refusal } from '@flash/client';
import type { QueueAudit, SystemAnswer } from '@flash/shared-types';
import { formatCount } from '@flash/web';
import { Anchor, Button, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';
import { addresses } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { type Column, RecordList } from '../kit/lists/record-list.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Mark } from '../kit/mark.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { Age, When } from '../kit/when.tsx';
import { type Concern, concernsOf } from './health.ts';
import { AuditPanel, EnginePanels, ProcessPanel, QueuePanel } from './panels.tsx';
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

type Row = SystemAnswer['sales'][number];

const columns: Column<Row>[] = [
  {
    head: 'Sale',
    cell: ({ flashSaleId, name }) => (
      <Anchor component={Link} href={addresses.sale(flashSaleId)} fw={600} inherit>
        {name}
      </Anchor>
    ),
  },
  { head: 'State', cell: (sale) => <SaleMark sale={sale} /> },
  { head: 'Saved', cell: (sale) => <Saved sale={sale} /> },
  { head: 'Restarts', isNumber: true, cell: ({ epoch }) => formatCount(Math.max(0, epoch - 1)) },
  {
    head: 'Redis and MongoDB',
    cell: ({ flashSaleId, name }) => <CheckNow saleId={flashSaleId} name={name} />,
  },
];

/** Those that Redis holds: scheduled and running ones, and ended ones for a while. */
function SalesPanel({ sales }: { sales: readonly Row[] }) {
  return (
    <Stack component="section" gap="xs" aria-label="Sales in Redis">
      <Title order={2} size="h5">
        Sales in Redis
      </Title>
      {sales.length === 0 ? (
        <Text size="sm" c="dimmed">
          No sale is in Redis, so there is nothing to compare.
        </Text>
      ) : (
        <RecordList
          label="Sales in Redis"
          columns={columns}
          rows={sales}
          keyOf={(sale) => sale.flashSaleId}
        />
      )}
    </Stack>
  );
}

function SaleMark({ sale }: { sale: Row }) {
  if (sale.halted !== null) {
    return <Mark tone="bad">Halted</Mark>;
  }
  if (sale.restoring) {
    return <Mark tone="busy">Restoring</Mark>;
  }
  return <Mark tone="good">OK</Mark>;
}

/** Hovering shows the exact step and block. */
function Saved({ sale: { lastN, storedN, block } }: { sale: Row }) {
  const behind = Math.max(0, lastN - storedN);
  const exact = `step ${formatCount(storedN)}, ${block === null ? 'no block yet' : `block ${formatCount(block)}`}`;
  return <span title={exact}>{behind === 0 ? 'Up to date' : `${formatCount(behind)} behind`}</span>;
}

/** Compares Redis and MongoDB on demand only, because it counts orders. */
function CheckNow({ saleId, name }: { saleId: string; name: string }) {
  const { team } = useMember();
  const [isBusy, setBusy] = useState(false);
  const [found, setFound] = useState<QueueAudit | Refusal | null>(null);
  const check = async () => {
    setBusy(true);
    const answer = await team.queueAuditOf({ params: { flashSaleId: saleId } });
    setBusy(false);
    setFound(answer.ok ? answer.value : answer.refusal);
  };
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        loading={isBusy}
        onClick={() => void check()}
        aria-label={`Check now: ${name}`}
      >
        Check now
      </Button>
      <div role="status">{found && <Found found={found} />}</div>
    </>
  );
}

function Found({ found }: { found: QueueAudit | Refusal }) {
  if (!('checkedAt' in found)) {
    return (
      <div className={classes.check}>
        <Mark tone="quiet">{found.title}</Mark>
        {found.detail}
      </div>
    );
  }
  return (
    <div className={classes.check}>
      <Mark tone={found.ok ? 'good' : 'bad'}>{found.ok ? 'They agree' : 'They differ'}</Mark>
      {describeAudit(found).map((sentence) => (
        <span key={sentence}>{sentence}</span>
      ))}
      <span className={classes.id}>
        Checked <When at={found.checkedAt} hasSeconds />
      </span>
    </div>
  );
}

/** The result of comparing Redis and MongoDB, in sentences. */
function describeAudit(audit: QueueAudit): string[] {
  const { redis, database, violations, differences } = audit;
  const faults = violations.map(({ detail }) => `${capital(detail)}.`);
  if (!audit.ok) {
    return [...faults, ...differences.map(differenceOf)];
  }
  const agreed = `Both say ${database.liveOrders.toLocaleString()} sold of ${database.stock.toLocaleString()}.`;
  if (differences.length === 0) {
    return [agreed];
  }
  // Payments that have just reached one store and not yet the other.
  const paying = redis.claimed === 1 ? '1 payment is' : `${redis.claimed} payments are`;
  return [`They agree; ${paying} on the way from one to the other.`];
}

function differenceOf({ what, redis, database }: QueueAudit['differences'][number]): string {
  const name = what === 'sold' ? 'units sold' : what === 'stock' ? 'units in all' : what;
  return `Redis counts ${redis.toLocaleString()} ${name}, MongoDB ${database.toLocaleString()}.`;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
