import type { QueueChange } from '@flash/shared-types';
import { formatCount } from '@flash/web';
import { Text } from '@mantine/core';
import classes from './live.module.css';
import { Panel } from './panel.tsx';
import type { View } from './view.ts';

/** What happened last, without people: crowds are added up, what the team did stands alone. */
export function ChangesPanel({ view: { changes, ages, now } }: { view: View }) {
  return (
    <Panel title="Just now" at={ages.counts} now={now} area="changes">
      {changes.length === 0 ? (
        <Text size="sm" c="dimmed">
          Nothing since you opened this page.
        </Text>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keys
        <section className={classes.happened} tabIndex={0} aria-label="What happened">
          <ul className={classes.list}>
            {changes.map((change) => (
              <li key={`${change.n} ${change.type}`}>
                <span>{changeWords(change)}</span>
                <time dateTime={change.at}>{new Date(change.at).toLocaleTimeString()}</time>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Panel>
  );
}

const crowds: Record<string, string> = {
  join: 'joined',
  grant: 'holds started',
  claim: 'started to pay',
  settle: 'bought',
  void: 'payments failed',
  expire: 'holds expired',
  leave: 'left the line',
  release: 'holds released by the team',
  remove: 'removed by the team',
  refund: 'refunded',
  extend: 'holds extended',
  rehold: 'holds restored',
};
const singles: Record<string, string> = {
  activate: 'Sale set up',
  pause: 'Paused',
  resume: 'Resumed',
  message: 'Message',
  edit: 'Settings changed',
  end: 'Ended',
  adjust: 'Stock changed',
  shift: 'Times moved after an interruption',
  adopt: 'Line restored',
};

export function changeWords({ type, places, times, detail }: QueueChange): string {
  const crowd = crowds[type];
  if (crowd) return `${formatCount(places || times)} ${crowd}`;
  const single = singles[type] ?? type;
  return detail ? `${single}: ${detail}` : single;
}
