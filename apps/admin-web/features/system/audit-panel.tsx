import type { SystemAnswer } from '@flash/shared-types';
import { Text } from '@mantine/core';
import { RecordList } from '../kit/lists/record-list.tsx';
import { Mark } from '../kit/mark.tsx';
import { Panel } from '../kit/panel.tsx';
import { When } from '../kit/when.tsx';

/** What the workers found when they last held every moving sale against its rules. */
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
          ? 'Nobody was overtaken, nothing was sold twice, every unit is accounted for.'
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
