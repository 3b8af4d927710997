import { useTranslations } from 'next-intl';
import type { CSSProperties, ReactNode } from 'react';

interface LinePictureProps {
  ahead: number;
  size: number;
  free: number;
  held: number;
  /** Explains the colours. */
  children: ReactNode;
}

/** The line from the side, its head first. */
export function LinePicture({ children, ...line }: LinePictureProps) {
  const t = useTranslations('picture');
  const shape = lineShape(line);
  if (!shape) {
    return null;
  }
  const behind = Math.max(0, line.size - line.ahead - 1);
  return (
    <figure className="line">
      <div role="img" aria-label={t('label', { ahead: line.ahead, behind })}>
        {shape.kind === 'people' ? (
          <People marks={shape.marks} />
        ) : (
          <Strip shape={shape} units={line.free + line.held} />
        )}
      </div>
      <figcaption>{children}</figcaption>
    </figure>
  );
}

function People({ marks }: { marks: Mark[] }) {
  const t = useTranslations('picture');
  const mine = marks.indexOf('me');
  return (
    <div className="line-row" aria-hidden="true">
      <span className="line-door">{t('head')}</span>
      {/* A new key for each place, so that the step forward is animated. */}
      <ol key={mine} className="line-people">
        {marks.map((mark, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a place in line is its index
          <li key={place} className={`line-person line-${mark}`}>
            {mark === 'me' && <span className="line-you">{t('you')}</span>}
          </li>
        ))}
      </ol>
    </div>
  );
}

interface StripProps {
  shape: Extract<LineShape, { kind: 'strip' }>;
  units: number;
}

function Strip({ shape, units }: StripProps) {
  const t = useTranslations('picture');
  const at = (share: number) => ({ '--at': share }) as CSSProperties;
  return (
    <div className="line-row line-strip" aria-hidden="true">
      <span className="line-door">{t('head')}</span>
      <div className="line-track">
        <span className="line-pin" style={at(shape.mine)}>
          <span className="line-you">{t('you')}</span>
        </span>
        <span className="line-crowd">
          {shape.free > 0 && <span className="line-free" style={at(shape.free)} />}
          {shape.held > 0 && <span className="line-held" style={at(shape.held)} />}
        </span>
        {shape.unitsEnd !== null && (
          <span className="line-units" style={at(shape.unitsEnd)}>
            {t('unitsEnd', { units })}
          </span>
        )}
      </div>
    </div>
  );
}

type Mark = 'me' | 'free' | 'held' | 'none';

/** Single people while they can be counted at a glance, otherwise one strip to scale. */
type LineShape =
  | { kind: 'people'; marks: Mark[] }
  | {
      kind: 'strip';
      mine: number;
      free: number;
      held: number;
      /** Where the units end; null if there are none, or as many as people. */
      unitsEnd: number | null;
    };

export const PEOPLE_MOST = 24;

interface Line {
  ahead: number;
  size: number;
  free: number;
  held: number;
}

/** How the line is drawn; null below three people, where the text is enough. */
export function lineShape({ ahead, size, free, held }: Line): LineShape | null {
  const length = Math.max(size, ahead + 1);
  if (length < 3) {
    return null;
  }
  if (length > PEOPLE_MOST) {
    const share = (people: number) => Math.min(1, people / length);
    const units = free + held;
    return {
      kind: 'strip',
      // The last place is at the very end, the first one at the very start.
      mine: ahead / (length - 1),
      free: share(free),
      held: Math.min(1 - share(free), share(held)),
      unitsEnd: units > 0 && units < length ? share(units) : null,
    };
  }
  const markAt = (place: number): Mark => {
    if (place === ahead) {
      return 'me';
    }
    if (place < free) {
      return 'free';
    }
    return place < free + held ? 'held' : 'none';
  };
  return { kind: 'people', marks: Array.from({ length }, (_, place) => markAt(place)) };
}
