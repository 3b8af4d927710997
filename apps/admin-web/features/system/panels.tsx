'use client';

import type { SystemAnswer } from '@flash/shared-types';
import { formatCount, formatDistance } from '@flash/web';
import { Anchor, Text, VisuallyHidden } from '@mantine/core';
import { useMember } from '../../lib/member.ts';
import { shortCommit } from '../../lib/short-commit.ts';
import { Facts } from '../kit/facts.tsx';
import { agoWords } from '../kit/format.ts';
import { RecordList } from '../kit/lists/record-list.tsx';
import { Mark } from '../kit/mark.tsx';
import { Panel } from '../kit/panel.tsx';
import { When } from '../kit/when.tsx';
import classes from './system.module.css';

type Engine = SystemAnswer['redis'] | SystemAnswer['database'];

export function EnginePanels({ system: { redis, database } }: { system: SystemAnswer }) {
  return (
    <>
      <Panel title="Redis (queue)" aside={<EngineMark engine={redis} />}>
        <Facts
          facts={[
            ['Version', redis.version ?? 'not known'],
            ['Latency', formatLatency(redis.latencyMs)],
            ['Memory', memoryOf(redis)],
            ['Eviction', evictionOf(redis)],
            ['Persistence', onOff(redis.appendOnly)],
          ]}
        />
      </Panel>
      <Panel title="MongoDB (orders)" aside={<EngineMark engine={database} />}>
        <Facts
          facts={[
            ['Version', database.version ?? 'not known'],
            ['Latency', formatLatency(database.latencyMs)],
            ['Replica set', yesNo(database.replicaSet)],
            ['Indexes', database.indexesReady ? 'OK' : 'missing'],
          ]}
        />
      </Panel>
    </>
  );
}

function EngineMark({ engine }: { engine: Engine }) {
  if (!engine.ok) {
    return <Mark tone="bad">Not connected</Mark>;
  }
  return engine.warnings.length > 0 ? (
    <Mark tone="busy">Warning</Mark>
  ) : (
    <Mark tone="good">Connected</Mark>
  );
}

function memoryOf({ usedMemoryBytes: used, maxMemoryBytes: max }: SystemAnswer['redis']): string {
  if (used === null) {
    return 'not known';
  }
  return max ? `${formatBytes(used)} of ${formatBytes(max)}` : `${formatBytes(used)}, no limit set`;
}

function evictionOf({ policy }: SystemAnswer['redis']): string {
  if (policy === null) {
    return 'not known';
  }
  return policy === 'noeviction' ? 'off' : `on (${policy})`;
}
const onOff = (value: boolean | null) => (value === null ? 'not known' : value ? 'on' : 'off');
const yesNo = (value: boolean | null) => (value === null ? 'not known' : value ? 'yes' : 'no');

/** Ages of the heartbeats. Both times come from the same answer, so this machine's clock is not used. */
export function ProcessPanel({ system }: { system: SystemAnswer }) {
  const { processes, serverNow, version, commit, uptimeSeconds } = system;
  const now = Date.parse(serverNow);
  const up = formatDistance(uptimeSeconds * 1_000);
  return (
    <Panel title="Processes">
      {processes.length === 0 && <Text size="sm">No processes are reporting.</Text>}
      <Facts
        facts={processes.map(({ id, kind, lastSeenAt, alive, ...build }) => [
          `${kind === 'api' ? 'API' : 'Worker'} ${id.slice(0, 8)}${otherBuild(build, system)}`,
          alive ? (
            <Mark key={id} tone="good">
              last seen {agoWords(now - Date.parse(lastSeenAt))}
            </Mark>
          ) : (
            <Mark key={id} tone="quiet">
              not responding, last seen {agoWords(now - Date.parse(lastSeenAt))}
            </Mark>
          ),
        ])}
      />
      <Text size="sm" className={classes.id} mt="xs">
        This API: {version} ({shortCommit(commit)}), up {up}
      </Text>
    </Panel>
  );
}

/** Named only where it is another one than this API's, as during an upgrade. */
function otherBuild(
  build: Pick<SystemAnswer['processes'][number], 'version' | 'commit'>,
  own: Pick<SystemAnswer, 'version' | 'commit'>,
): string {
  if (build.version === own.version && build.commit === own.commit) {
    return '';
  }
  return build.version === null || build.commit === null
    ? ' (an earlier version)'
    : ` (${build.version}, ${shortCommit(build.commit)})`;
}

/** Jobs only wake the workers up, so a lost job loses nothing. */
export function QueuePanel({ queue }: { queue: SystemAnswer['queue'] }) {
  const { team, may } = useMember();
  const counts = [
    ['Waiting', queue.waiting],
    ['Running', queue.active],
    ['Planned', queue.delayed],
    ['Failed', queue.failed],
  ] as const;
  return (
    <Panel
      title="Wake-up jobs"
      aside={
        may('operator') && (
          <Anchor
            size="sm"
            py={4}
            href={new URL('/bull-mq-dashboard', team.base).href}
            target="_blank"
            rel="noreferrer"
          >
            Queue monitor ↗<VisuallyHidden>, opens a new tab</VisuallyHidden>
          </Anchor>
        )
      }
    >
      <dl className={classes.counts}>
        {counts.map(([name, count]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{formatCount(count)}</dd>
          </div>
        ))}
      </dl>
      <Text size="sm" c="dimmed" mt="sm">
        Jobs only wake the workers. The line moves without them, a little later.
      </Text>
    </Panel>
  );
}

/** Result of the last audit of every running sale. */
export function AuditPanel({ system: { lastAudit } }: { system: SystemAnswer }) {
  if (!lastAudit) {
    return (
      <Panel title="Last audit" aside={<Mark tone="quiet">None yet</Mark>}>
        <Text size="sm" c="dimmed">
          Workers audit running sales. There is no result yet.
        </Text>
      </Panel>
    );
  }
  const { ok, at, sales, violations } = lastAudit;
  return (
    <Panel
      title="Last audit"
      aside={<Mark tone={ok ? 'good' : 'bad'}>{ok ? 'Audit passed' : 'Audit failed'}</Mark>}
    >
      <Text size="sm" mb={violations.length > 0 ? 'sm' : 0}>
        <When at={at} hasSeconds />, {sales === 1 ? '1 sale' : `${sales} sales`}.{' '}
        {ok
          ? 'No one was overtaken, no unit was sold twice, and every unit is accounted for.'
          : 'Rules that were broken:'}
      </Text>
      {violations.length > 0 && (
        <RecordList
          label="Rules that were broken"
          rows={violations}
          keyOf={({ invariant, code, detail }) => `${invariant} ${code} ${detail}`}
          columns={[
            { head: 'Rule', cell: ({ invariant, code }) => `${invariant} · ${code}` },
            { head: 'What was found', cell: ({ detail }) => detail },
          ]}
        />
      )}
    </Panel>
  );
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

function formatBytes(bytes: number): string {
  const step = bytes < 1_024 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1_024 ** step;
  return `${value.toLocaleString(undefined, { maximumFractionDigits: value < 10 ? 1 : 0 })} ${UNITS[step]}`;
}

function formatLatency(ms: number | null): string {
  if (ms === null) {
    return 'no answer';
  }
  return ms < 1 ? 'less than 1 ms' : `${Math.round(ms).toLocaleString()} ms`;
}
