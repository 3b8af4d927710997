import type { AdminSale } from '@flash/shared-types';
import { formatTime, useTicking } from '@flash/web';
import { Anchor, List, Text } from '@mantine/core';
import { addresses } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import type { TeamApi } from '../../lib/team-api.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import type { Action } from '../kit/action-dialog.tsx';
import { zoneTime } from '../kit/when.tsx';
import { checklist, plannedSale, verdictOf } from './checklist.ts';

/** First parts of the query keys that are out of date after an action on a sale. */
export const SALE_QUERIES = [
  'sale',
  'sales',
  'overview',
  'line',
  'find',
  'audit',
  'system',
] as const;

interface NamedAction {
  label: string;
  action: Action;
  isFinal: boolean;
  /** The sale no longer exists afterwards. */
  isDeletion?: boolean;
}

/** The actions of a sale's menu in its current phase. `canDelete`: it has no orders and no holds. */
export function actionsOf(team: TeamApi, sale: AdminSale, canDelete: boolean): NamedAction[] {
  const publishing: NamedAction[] =
    sale.phase === 'draft'
      ? [{ label: 'Schedule…', isFinal: false, action: scheduling(team, sale, Date.now()) }]
      : [];
  const actions = controlsOf(sale).map((control) => controlAction(team, sale, control));
  return [...publishing, ...actions, ...(canDelete ? [deletion(team, sale)] : [])];
}

/** Publishes a draft. If another member has edited it meanwhile, the version makes the API refuse. */
export function scheduling(team: TeamApi, sale: AdminSale, now: number): Action {
  return {
    title: 'Schedule the sale',
    effect: `${startWords(sale, now)} Buyers can see the sale as soon as it is scheduled.`,
    fields: <OpenChecks sale={sale} />,
    isReady: Date.parse(sale.endsAt) > now,
    button: 'Schedule the sale',
    reasonLabel: null,
    run: () =>
      team.updateSale({
        params: { id: sale.id },
        body: { draft: false },
        ifVersion: sale.version,
      }),
    done: <DoneLine saleId={sale.id}>{`${sale.name} is scheduled.`}</DoneLine>,
    stale: SALE_QUERIES,
  };
}

function startWords({ startsAt, timeZone }: AdminSale, now: number): string {
  if (Date.parse(startsAt) <= now) {
    return 'The start has passed: the sale opens immediately.';
  }
  const here = formatTime(startsAt);
  const there = formatTime(startsAt, timeZone);
  return `The sale starts ${here} your time, ${there} (${zoneTime(timeZone)}).`;
}

/** Whether the sale can go live, and what is still to fix or to check. */
function OpenChecks({ sale }: { sale: AdminSale }) {
  const { team } = useMember();
  const now = useTicking(Date.now, 1_000);
  const { data: system } = useApiQuery(['system'], (signal) => team.system({ signal }));
  if (now === null) {
    return null;
  }
  const checks = checklist({ ...plannedSale(sale), isDraft: null }, system, now);
  const open = checks.filter(({ state }) => state === 'error' || state === 'warning');
  return (
    <div>
      <Text size="sm" fw={600}>
        {verdictOf(checks)}
      </Text>
      {open.length > 0 && (
        <List size="sm">
          {open.map(({ name, words }) => (
            <List.Item key={name}>
              {name}: {words}
            </List.Item>
          ))}
        </List>
      )}
    </div>
  );
}

function controlAction(team: TeamApi, sale: AdminSale, control: Control): NamedAction {
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
      stale: SALE_QUERIES,
    },
  };
}

function deletion(team: TeamApi, sale: AdminSale): NamedAction {
  return {
    label: 'Delete…',
    isFinal: true,
    isDeletion: true,
    action: {
      title: `Delete: ${sale.name}`,
      effect:
        'The sale and all places in its line are deleted. This cannot be undone. Only a sale without orders can be deleted.',
      button: 'Delete',
      typedName: sale.name,
      reasonLabel: null,
      run: () => team.deleteSale({ params: { id: sale.id } }),
      done: `${sale.name} is deleted.`,
      stale: SALE_QUERIES,
    },
  };
}

/** One sale after the other, because each waits until its log is stored. Stops at the first refusal. */
export function archiveAll(team: TeamApi, sales: readonly AdminSale[]): Action {
  return {
    title: `Archive ${sales.length} ended ${sales.length === 1 ? 'sale' : 'sales'}`,
    effect: `These sales move to the archive: ${sales.map(({ name }) => name).join(', ')}. Their orders stay. This cannot be undone.`,
    button: 'Archive',
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
    stale: SALE_QUERIES,
  };
}

interface Control {
  name: 'pauseSale' | 'resumeSale' | 'endSale' | 'archiveSale';
  label: string;
  /** What it does to buyers; shown before it is confirmed. */
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

/** The result of an action, with a link to its audit entry. */
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
