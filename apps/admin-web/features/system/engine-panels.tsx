import type { SystemAnswer } from '@flash/shared-types';
import { Facts } from '../kit/facts.tsx';
import { Mark } from '../kit/mark.tsx';
import { Panel } from '../kit/panel.tsx';
import { bytesOf, latencyOf } from './amounts.ts';

type Engine = SystemAnswer['redis'] | SystemAnswer['database'];

export function EnginePanels({ system: { redis, database } }: { system: SystemAnswer }) {
  return (
    <>
      <Panel title="Redis (queue)" aside={<EngineMark engine={redis} />}>
        <Facts
          facts={[
            ['Version', redis.version ?? 'not known'],
            ['Latency', latencyOf(redis.latencyMs)],
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
            ['Latency', latencyOf(database.latencyMs)],
            ['Replica set', yesNo(database.replicaSet)],
            ['Indexes', database.indexesReady ? 'OK' : 'missing'],
          ]}
        />
      </Panel>
    </>
  );
}

function EngineMark({ engine }: { engine: Engine }) {
  if (!engine.ok) return <Mark tone="bad">Not connected</Mark>;
  return engine.warnings.length > 0 ? (
    <Mark tone="busy">Warning</Mark>
  ) : (
    <Mark tone="good">Connected</Mark>
  );
}

function memoryOf({ usedMemoryBytes: used, maxMemoryBytes: max }: SystemAnswer['redis']): string {
  if (used === null) return 'not known';
  return max ? `${bytesOf(used)} of ${bytesOf(max)}` : `${bytesOf(used)}, no limit set`;
}

function evictionOf({ policy }: SystemAnswer['redis']): string {
  if (policy === null) return 'not known';
  return policy === 'noeviction' ? 'off' : `on (${policy})`;
}
const onOff = (value: boolean | null) => (value === null ? 'not known' : value ? 'on' : 'off');
const yesNo = (value: boolean | null) => (value === null ? 'not known' : value ? 'yes' : 'no');
