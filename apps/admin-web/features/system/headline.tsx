import { Text, Title } from '@mantine/core';
import type { Concern } from './health.ts';
import classes from './system.module.css';

/** The state in one line; under it what is wrong, and what to do. */
export function Headline({ concerns }: { concerns: readonly Concern[] }) {
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
  if (concerns.some(({ urgency }) => urgency === 'now')) return 'now';
  return concerns.length > 0 ? 'soon' : 'well';
}
