import type { AdminSale } from '@flash/shared-types';

export interface Control {
  name: 'pauseSale' | 'resumeSale' | 'endSale' | 'archiveSale';
  label: string;
  /** What it does to people, said before it is done. */
  effect: string;
  done: string;
  /** Cannot be undone, so the sale's name has to be typed. */
  isFinal: boolean;
}

const pause: Control = {
  name: 'pauseSale',
  label: 'Pause',
  effect:
    'The line stops until you resume. Places and holds are kept. Your reason is shown to buyers.',
  done: 'is paused.',
  isFinal: false,
};
const resume: Control = {
  name: 'resumeSale',
  label: 'Resume',
  effect: 'The line continues where it stopped.',
  done: 'is running again.',
  isFinal: false,
};
const end: Control = {
  name: 'endSale',
  label: 'End now',
  effect: 'Joining closes and the line stops. This cannot be undone.',
  done: 'has ended.',
  isFinal: true,
};
const archive: Control = {
  name: 'archiveSale',
  label: 'Archive',
  effect: 'The sale moves to the archive. Its orders stay. This cannot be undone.',
  done: 'is archived.',
  isFinal: false,
};

/** What can be done to a sale in its present state. */
export function controlsOf({ phase }: Pick<AdminSale, 'phase'>): Control[] {
  switch (phase) {
    case 'open':
    case 'lobby':
      return [pause, end];
    case 'paused':
      return [resume, end];
    case 'scheduled':
      return [end];
    case 'ended':
    case 'cancelled':
    case 'draft':
      return [archive];
    default:
      return [];
  }
}
