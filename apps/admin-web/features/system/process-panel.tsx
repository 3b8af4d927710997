import type { SystemAnswer } from '@flash/shared-types';
import { formatDistance } from '@flash/web';
import { Text } from '@mantine/core';
import { Facts } from '../kit/facts.tsx';
import { Mark } from '../kit/mark.tsx';
import { Panel } from '../kit/panel.tsx';
import classes from './system.module.css';

/** Heartbeats, by the server's own clock: both times come from the same answer. */
export function ProcessPanel({ system }: { system: SystemAnswer }) {
  const { processes, serverNow, version, uptimeSeconds } = system;
  const now = Date.parse(serverNow);
  const up = formatDistance(uptimeSeconds * 1_000);
  return (
    <Panel title="Processes">
      {processes.length === 0 && <Text size="sm">No process has been seen.</Text>}
      <Facts
        facts={processes.map(({ id, kind, lastSeenAt, alive }) => [
          `${kind === 'api' ? 'API' : 'Worker'} ${id.slice(0, 8)}`,
          alive ? (
            <Mark key={id} tone="good">
              last seen {agoOf(now - Date.parse(lastSeenAt))}
            </Mark>
          ) : (
            <Mark key={id} tone="quiet">
              not responding, last seen {agoOf(now - Date.parse(lastSeenAt))}
            </Mark>
          ),
        ])}
      />
      <Text size="sm" className={classes.id} mt="xs">
        Version {version}, this API up {up}
      </Text>
    </Panel>
  );
}

function agoOf(ms: number): string {
  if (ms < 2_000) return 'just now';
  return ms < 60_000 ? `${Math.round(ms / 1_000)} s ago` : `${formatDistance(ms)} ago`;
}
