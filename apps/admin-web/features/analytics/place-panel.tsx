import type { Analytics } from '@flash/shared-types';
import { Text } from '@mantine/core';
import { Panel } from '../kit/panel.tsx';
import classes from './analytics.module.css';
import { PlaceTable } from './place-table.tsx';
import { placesOf, placeWords } from './places.ts';

const TICKS = [100, 50, 0];

/** What a place further back was worth: a column for each stretch of the line. */
export function PlacePanel({ byPlace }: { byPlace: Analytics['byPlace'] }) {
  const places = placesOf(byPlace);
  const [first, last] = [places[0], places.at(-1)];
  return (
    <Panel title="Bought, by place in line">
      <Text size="sm">{placeWords(places)}</Text>
      {first && last && (
        <>
          <div className={classes.plot} aria-hidden="true">
            <div className={classes.columnChart}>
              {places.map(({ label, bought, offered }) => (
                <span key={label} className={classes.column}>
                  <span data-part="offered" style={{ height: percent(offered) }} />
                  <span data-part="bought" style={{ height: percent(bought) }} />
                </span>
              ))}
            </div>
            {TICKS.map((tick) => (
              <span key={tick} className={classes.tick} style={{ top: `${100 - tick}%` }}>
                {tick} %
              </span>
            ))}
          </div>
          <div className={classes.times} aria-hidden="true">
            <span>{first.label}</span>
            {places.length > 1 && <span>{last.label}</span>}
          </div>
          <div className={classes.legend}>
            <span data-part="bought">Bought</span>
            <span data-part="offered">Got a hold, did not buy</span>
          </div>
          <PlaceTable byPlace={byPlace} />
        </>
      )}
    </Panel>
  );
}

const percent = (share: number) => `${share * 100}%`;
