import type { AdminSale } from '@flash/shared-types';
import { Anchor } from '@mantine/core';
import { addresses } from '../../lib/addresses.ts';
import type { TeamApi } from '../../lib/team-api.ts';
import type { Action } from '../kit/action-dialog.tsx';

export const STALE = ['sale', 'sales', 'overview', 'line', 'audit', 'system'] as const;

interface NamedAction {
  label: string;
  action: Action;
  isFinal: boolean;
  /** Afterwards there is no such sale any more. */
  isLast?: boolean;
}

/** What an operator can do to a sale from the list, in its present state. `canDelete`: no orders, no holds. */
export function actionsOf(team: TeamApi, sale: AdminSale, canDelete: boolean): NamedAction[] {
  const steps = controlsOf(sale).map((control) => stepOf(team, sale, control));
  return canDelete ? [...steps, deletionOf(team, sale)] : steps;
}

function stepOf(team: TeamApi, sale: AdminSale, control: Control): NamedAction {
  const { name, label, effect, done, isFinal } = control;
  return {
    label: `${label}…`,
    isFinal,
    action: {
      title: `${label}: ${sale.name}`,
      effect,
      button: label,
      typedName: isFinal ? sale.name : undefined,
      run: ({ reason, key }) => team[name]({ params: { id: sale.id }, body: { reason }, key }),
      done: `${sale.name} ${done}`,
      stale: STALE,
    },
  };
}

function deletionOf(team: TeamApi, sale: AdminSale): NamedAction {
  return {
    label: 'Delete…',
    isFinal: true,
    isLast: true,
    action: {
      title: `Delete: ${sale.name}`,
      effect:
        'The sale and all places in its line are deleted. This cannot be undone. Only a sale without orders can be deleted.',
      button: 'Delete',
      typedName: sale.name,
      reasonLabel: null,
      run: () => team.deleteSale({ params: { id: sale.id } }),
      done: `${sale.name} is deleted.`,
      stale: STALE,
    },
  };
}

/** One after the other: each waits until its log is stored. The first refusal ends it. */
export function archiveAll(team: TeamApi, sales: readonly AdminSale[]): Action {
  return {
    title: `Archive ${sales.length} ended ${sales.length === 1 ? 'sale' : 'sales'}`,
    effect: `These sales move to the archive: ${sales.map(({ name }) => name).join(', ')}. Their orders stay. This cannot be undone.`,
    button: 'Archive them',
    run: async ({ reason, key }) => {
      let last = null;
      for (const { id } of sales) {
        last = await team.archiveSale({ params: { id }, body: { reason }, key: `${key}-${id}` });
        if (!last.ok) {
          return last;
        }
      }
      return last ?? { ok: true, value: null, status: 200, startedAt: Date.now() };
    },
    done: `${sales.length} archived.`,
    stale: STALE,
  };
}

interface Control {
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
function controlsOf({ phase }: Pick<AdminSale, 'phase'>): Control[] {
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

/** Readings that a step into a running sale makes old. */
export const saleNouns = ['sale', 'sales', 'overview', 'audit', 'line', 'find'] as const;

/** The result of a step, and where it was written down. */
export function DoneLine({ saleId, children }: { saleId: string; children: string }) {
  return (
    <>
      {children}{' '}
      <Anchor href={addresses.sale(saleId, 'history')} underline="always" inherit>
        Audit entry
      </Anchor>
    </>
  );
}
