import { useTranslations } from 'next-intl';
import { useIsStill } from './standstill.ts';
import { useFormats } from './use-formats.ts';

/** Lets who is distracted by what moves read in peace; `at` is when what is shown was true. */
export function StillSwitch({ at }: { at: number | null }) {
  const t = useTranslations('still');
  const format = useFormats();
  const [isStill, setStill] = useIsStill();
  return (
    <div className="still">
      <label className="check">
        <input
          type="checkbox"
          checked={isStill}
          onChange={(event) => setStill(event.target.checked)}
        />
        {t('pause')}
      </label>
      {isStill && at !== null && <p className="fine">{t('paused', { time: format.clock(at) })}</p>}
    </div>
  );
}
