'use client';

import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { Loaded, Rows } from '../kit/loaded.tsx';
import { Panel } from '../kit/panel.tsx';
import { When } from '../kit/when.tsx';
import { stepsOf } from './steps.ts';
import classes from './timeline.module.css';

const REFRESH_MS = 10_000;

/** From the sale's own log: its numbers are those of the public record. */
export function TimelinePanel({ orderId }: { orderId: string }) {
  const { team } = useMember();
  const query = useApiQuery(
    ['order', orderId, 'timeline'],
    (signal) => team.orderTimeline({ params: { orderId }, signal }),
    { refetchInterval: REFRESH_MS },
  );
  return (
    <Panel title="Timeline">
      <Loaded query={query} skeleton={<Rows count={3} />}>
        {({ events }) => (
          <ol className={classes.steps}>
            {stepsOf(events).map(({ key, title, detail, at, after, n }) => (
              <li key={key}>
                {after !== null && <span className={classes.distance}>{after} later</span>}
                <div className={classes.step}>
                  <span className={classes.title}>{title}</span>
                  {detail && <span> · {detail}</span>}
                  <div className={classes.facts}>
                    <When at={at} hasSeconds />
                    {n !== null && <span>log no. {n.toLocaleString()}</span>}
                  </div>
                </div>
              </li>
            ))}
          </ol>
        )}
      </Loaded>
    </Panel>
  );
}
