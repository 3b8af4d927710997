import { formatCountdown } from '@flash/shared-utils';

interface CountdownProps {
  untilMs: number;
  nowMs: number | null;
  label: string;
  className?: string;
}

/** Not announced by screen readers (role timer); pages announce milestones in their own region. */
export function Countdown({ untilMs, nowMs, label, className = 'countdown' }: CountdownProps) {
  return (
    <span role="timer" aria-label={label} className={className}>
      {nowMs === null ? '–:––' : formatCountdown(untilMs - nowMs)}
    </span>
  );
}
