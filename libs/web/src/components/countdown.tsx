import { formatCountdown } from '@flash/shared-utils';

interface CountdownProps {
  untilMs: number;
  nowMs: number | null;
  label: string;
  className?: string;
}

/** Silent for screen readers (a timer's role is); milestones are spoken by the page's own region. */
export function Countdown({ untilMs, nowMs, label, className = 'countdown' }: CountdownProps) {
  return (
    <span role="timer" aria-label={label} className={className}>
      {nowMs === null ? '–:––' : formatCountdown(untilMs - nowMs)}
    </span>
  );
}
