import { useTranslations } from 'next-intl';
import type { CSSProperties } from 'react';
import { lineMarks, unitsReach } from '../line-marks.ts';

interface LinePictureProps {
  ahead: number;
  size: number;
  free: number;
  held: number;
}

/** The line as one would see it from the side, to scale; words say the same beneath. */
export function LinePicture({ ahead, size, free, held }: LinePictureProps) {
  const t = useTranslations('picture');
  const marks = lineMarks(ahead, size);
  const { count, mine, people } = marks;
  const reach = unitsReach(marks, { free, held });
  const behind = Math.max(0, size - ahead - 1);
  return (
    <figure className="line" style={{ '--marks': count, '--mine': mine } as CSSProperties}>
      <p className="line-you" aria-hidden="true">
        <span>{t('you')}</span>
      </p>
      <div className="line-row" role="img" aria-label={t('label', { ahead, behind })}>
        <span className="line-goal" />
        {/* Drawn anew when my mark moves, so that the line is seen to take a step. */}
        <span key={mine} className="line-people">
          {Array.from({ length: count }, (_, place) => place).map((place) => (
            <span key={place} className={`line-person ${whereIs(place, mine)}`} />
          ))}
        </span>
      </div>
      <div className="line-reach" aria-hidden="true">
        {reach.free > 0 && <span className="reach-free" style={widthOf(reach.free)} />}
        {reach.held > 0 && <span className="reach-held" style={widthOf(reach.held)} />}
      </div>
      <figcaption className="line-ends" aria-hidden="true">
        <span>{t('head')}</span>
        <span>{t('tail')}</span>
      </figcaption>
      <p className="fine">
        {size <= 1 ? t('alone') : people === 1 ? t('scale') : t('scaleMany', { people })}{' '}
        {free + held > 0 && t('reach')}
      </p>
    </figure>
  );
}

const widthOf = (share: number) => ({ width: `${share * 100}%` });

function whereIs(place: number, mine: number): string {
  if (place === mine) return 'line-me';
  return place < mine ? 'line-ahead' : 'line-behind';
}
