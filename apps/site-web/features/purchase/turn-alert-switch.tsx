import { useStore } from '@flash/web';
import { useTranslations } from 'next-intl';
import { turnAlert } from './use-turn-alert.ts';

const says = { asking: 'alertAsking', on: 'alertOn', soundOnly: 'alertSoundOnly' } as const;

/** For whoever did not want an alert on joining, or wants none any more; and what came of it. */
export function AlertMe() {
  const t = useTranslations('purchase');
  const mode = useStore(turnAlert.store);
  const choose = (wants: boolean) => {
    if (wants) void turnAlert.switchOn();
    else turnAlert.switchOff();
  };
  return (
    <div>
      <label className="check">
        <input
          type="checkbox"
          checked={mode !== 'off'}
          aria-describedby="alert-note"
          onChange={(event) => choose(event.target.checked)}
        />
        {t('alertMe')}
      </label>
      <p id="alert-note" className="fine">
        {mode !== 'off' && t(says[mode])}
      </p>
    </div>
  );
}
