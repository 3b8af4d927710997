import type { SystemAnswer } from '@flash/shared-types';
import { Facts } from '../kit/facts.tsx';
import { Mark } from '../kit/mark.tsx';
import { Panel } from '../kit/panel.tsx';
import { bytesOf, latencyOf } from './amounts.ts';

type Engine = SystemAnswer['redis'] | SystemAnswer['database'];

export function EnginePanels({ system: { redis, database } }: { system: SystemAnswer }) {
  return (
    <>
      <Panel title="Redis: the line" aside={<EngineMark engine={redis} />}>
        <Facts
          facts={[
            ['Version', redis.version ?? 'not known'],
            ['Answers in', latencyOf(redis.latencyMs)],
            ['Memory', memoryOf(redis)],
            [
              'When full',
              redis.policy === 'noeviction' ? 'refuses, forgets nothing' : policyOf(redis),
            ],
            ['Keeps a journal', yesNo(redis.appendOnly)],
          ]}
        />
      </Panel>
      <Panel title="MongoDB: the truth" aside={<EngineMark engine={database} />}>
        <Facts
          facts={[
            ['Version', database.version ?? 'not known'],
            ['Answers in', latencyOf(database.latencyMs)],
            ['Replica set', yesNo(database.replicaSet)],
            ['Indexes', database.indexesReady ? 'there' : 'missing'],
          ]}
        />
      </Panel>
    </>
  );
}

function EngineMark({ engine }: { engine: Engine }) {
  if (!engine.ok) return <Mark tone="bad">Away</Mark>;
  return engine.warnings.length > 0 ? (
    <Mark tone="busy">With a warning</Mark>
  ) : (
    <Mark tone="good">There</Mark>
  );
}

function memoryOf({ usedMemoryBytes: used, maxMemoryBytes: max }: SystemAnswer['redis']): string {
  if (used === null) return 'not known';
  return max ? `${bytesOf(used)} of ${bytesOf(max)}` : `${bytesOf(used)}, no limit set`;
}

const policyOf = ({ policy }: SystemAnswer['redis']) =>
  policy === null ? 'not known' : `forgets (${policy})`;
const yesNo = (value: boolean | null) => (value === null ? 'not known' : value ? 'yes' : 'no');
