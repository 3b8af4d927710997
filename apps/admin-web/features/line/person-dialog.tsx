import type { QueueMember } from '@flash/shared-types';
import { formatCount } from '@flash/web';
import { useMember } from '../../lib/member.ts';
import { type Action, ActionDialog } from '../kit/action-dialog.tsx';
import { DoneLine } from '../live/controls/done-line.tsx';
import { saleNouns } from '../live/controls/stale-nouns.ts';
import { useSale } from '../sale/sale-context.ts';
import { nameOf } from './who.ts';

export type PersonStep = 'release' | 'remove';

interface PersonDialogProps {
  step: PersonStep;
  member: QueueMember;
  onClose: () => void;
}

export function PersonDialog({ step, member, onClose }: PersonDialogProps) {
  const { team } = useMember();
  const { id } = useSale();
  const { buyer } = member;
  const name = nameOf(member);
  const release: Action = {
    title: 'Release the hold',
    effect: `${name} loses unit ${formatCount(member.unit ?? 0)}. The unit goes to the next in line immediately. ${name} can join again at the end of the line.`,
    button: 'Release',
    reasons: ['Asked for by the buyer.', 'The unit is held by mistake.'],
    run: ({ reason, key }) => team.releaseHold({ params: { id }, body: { buyer, reason }, key }),
    done: <DoneLine saleId={id}>{`The hold of ${name} is released.`}</DoneLine>,
    stale: saleNouns,
  };
  const remove: Action = {
    title: 'Remove from the sale',
    effect: `${name} ${lossOf(member)} and cannot join this sale again. Their page says that they were removed. This cannot be undone.`,
    button: 'Remove',
    reasons: ['Asked for by the buyer.', 'Against the rules of the sale.'],
    run: ({ reason, key }) => team.removePlace({ params: { id }, body: { buyer, reason }, key }),
    done: <DoneLine saleId={id}>{`${name} is removed.`}</DoneLine>,
    stale: saleNouns,
  };
  return <ActionDialog action={step === 'release' ? release : remove} onClose={onClose} />;
}

function lossOf({ position, state }: QueueMember): string {
  if (state === 'held') return 'loses the unit on hold';
  return position === null ? 'loses their place' : `loses place ${formatCount(position)}`;
}
