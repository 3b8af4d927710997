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
  grant: 'got a unit',
  claim: 'began to pay',
  settle: 'bought',
  void: 'payments came to nothing',
  expire: 'ran out of time',
  leave: 'left',
  release: 'had their hold taken back',
  remove: 'were removed',
  refund: 'refunded',
  extend: 'extended their hold',
  rehold: 'got their hold back',
};
const singles: Record<string, string> = {
  activate: 'The sale was set up',
  pause: 'Paused',
  resume: 'Resumed',
  message: 'Message',
  edit: 'Rules changed',
  end: 'Ended',
  adjust: 'Stock changed',
  shift: 'Time made up for a standstill',
  adopt: 'The line was restored',
};

export function changeWords({ type, places, times, detail }: QueueChange): string {
  const crowd = crowds[type];
  if (crowd) return `${formatCount(places || times)} ${crowd}`;
  const single = singles[type] ?? type;
  return detail ? `${single}: ${detail}` : single;
}
