import { useTranslations } from 'next-intl';
import { lineMarks } from '../line-marks.ts';

/** The line as one would see it from the side, to scale; words say the same beneath. */
export function LinePicture({ ahead, size }: { ahead: number; size: number }) {
  const t = useTranslations('picture');
  const { count, mine, people } = lineMarks(ahead, size);
  const behind = Math.max(0, size - ahead - 1);
  return (
    <figure className="line">
      <div className="line-row" role="img" aria-label={t('label', { ahead, behind })}>
        <span className="line-goal" />
        {Array.from({ length: count }, (_, place) => place).map((place) => (
          <span key={place} className={`line-person ${whereIs(place, mine)}`} />
        ))}
      </div>
      <figcaption className="line-ends" aria-hidden="true">
        <span>{t('head')}</span>
        <span>{t('tail')}</span>
      </figcaption>
      <p className="fine">
        {size <= 1 ? t('alone') : people === 1 ? t('scale') : t('scaleMany', { people })}
      </p>
    </figure>
  );
}

function whereIs(place: number, mine: number): string {
  if (place === mine) return 'line-me';
  return place < mine ? 'line-ahead' : 'line-behind';
}
