import { useTranslations } from 'next-intl';
import type { CSSProperties } from 'react';
import { type LineShape, lineShape, type Mark } from './line-shape.ts';

interface LinePictureProps {
  ahead: number;
  size: number;
  free: number;
  held: number;
}

/** The line from the side, its head first; the stock bar below explains the colours. */
export function LinePicture(line: LinePictureProps) {
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
