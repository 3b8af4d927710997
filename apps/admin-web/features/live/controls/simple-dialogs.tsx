import { useMember } from '../../../lib/member.ts';
import { ActionDialog } from '../../kit/action-dialog.tsx';
import { people, units } from '../stage-words.ts';
import type { DialogProps } from './dialog-props.ts';
import { DoneLine } from './done-line.tsx';
import { saleNouns } from './stale-nouns.ts';

/** Read by buyers, so written for them. One press chooses one: a pause cannot wait. */
const pauseReasons = [
  'We are checking something. Your place is kept.',
  'Payments are slow at the moment. Your place is kept.',
  'We are correcting the stock. Your place is kept.',
] as const;

export function PauseDialog({ view, onClose }: DialogProps) {
  const { team } = useMember();
  const { id } = view.sale;
  const { waiting, held, claimed } = view.overview;
  return (
    <ActionDialog
      onClose={onClose}
      action={{
        title: 'Pause the sale',
        effect: `The line stops until you resume. ${people(waiting)} waiting; places are kept. ${units(held + claimed)} on hold or in payment: the time to pay keeps running, and buyers can still pay.`,
        button: 'Pause now',
        reasonLabel: 'Reason, shown to buyers',
        reasons: pauseReasons,

        run: ({ reason, key }) => team.pauseSale({ params: { id }, body: { reason }, key }),
        done: <DoneLine saleId={id}>The sale is paused.</DoneLine>,
        stale: saleNouns,
      }}
    />
  );
}

export function ResumeDialog({ view, onClose }: DialogProps) {
  const { team } = useMember();
  const { id } = view.sale;
  const { waiting, free } = view.overview;
  return (
    <ActionDialog
      onClose={onClose}
      action={{
        title: 'Resume the sale',
        effect: `The line continues where it stopped: ${people(waiting)} waiting, ${units(free)} available.`,
        button: 'Resume now',
        reasons: ['Checked, everything is fine.', 'The problem is fixed.'],
        run: ({ reason, key }) => team.resumeSale({ params: { id }, body: { reason }, key }),
        done: <DoneLine saleId={id}>The sale is running again.</DoneLine>,
        stale: saleNouns,
      }}
    />
  );
}

export function EndDialog({ view, onClose }: DialogProps) {
  const { team } = useMember();
  const { id, name, honourHoldsAfterEnd } = view.sale;
  const { waiting, held, claimed } = view.overview;
  const holders = honourHoldsAfterEnd
    ? `${people(held)} with a hold can still buy until it runs out.`
    : `${people(held)} with a hold lose it.`;
  return (
    <ActionDialog
      onClose={onClose}
      action={{
        title: 'End the sale now',
        effect: `${people(waiting)} waiting go without. ${holders} ${people(claimed)} in payment can finish. Joining closes. This cannot be undone.`,
        button: 'End now',
        typedName: name,
        reasons: ['Ended early by the organiser.', 'A mistake in the offer.'],
        run: ({ reason, key }) => team.endSale({ params: { id }, body: { reason }, key }),
        done: <DoneLine saleId={id}>The sale has ended.</DoneLine>,
        stale: saleNouns,
      }}
    />
  );
}

export function ArchiveDialog({ view, onClose }: DialogProps) {
  const { team } = useMember();
  const { id, name } = view.sale;
  const open = view.overview.held + view.overview.claimed;
  return (
    <ActionDialog
      onClose={onClose}
      action={{
        title: 'Archive the sale',
        effect:
          open > 0
            ? `${units(open)} still on hold or in payment. You can archive the sale once they are settled.`
            : 'The line is deleted. Orders, audit record and analytics stay. This cannot be undone.',
        button: 'Archive',
        isReady: open === 0,
        typedName: name,
        reasons: ['The sale is finished.'],
        run: ({ reason, key }) => team.archiveSale({ params: { id }, body: { reason }, key }),
        done: <DoneLine saleId={id}>The sale is archived.</DoneLine>,
        stale: saleNouns,
      }}
    />
  );
}
