import { type ServerClock, useTicking } from '@flash/web';
import { useIsStill } from '../../lib/standstill.ts';
import { StillSwitch } from '../../lib/still-switch.tsx';
import { useFormats } from '../../lib/use-formats.ts';

/** How old the list is, and whether it may move. */
export function ListFoot({ at, clock }: { at: number; clock: ServerClock }) {
  const now = useTicking(clock.now, 1_000);
  const [isStill] = useIsStill();
  const format = useFormats();
  return (
    <div className="ticket-foot">
      {!isStill && now !== null && <p className="fine freshness">{format.age(now - at)}</p>}
      <StillSwitch at={at} />
    </div>
  );
}
