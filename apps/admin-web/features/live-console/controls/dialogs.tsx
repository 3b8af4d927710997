import { formatCount, formatTime } from '@flash/web';
import { NumberInput, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { type ComponentType, useState } from 'react';
import { useMember } from '../../../lib/member.ts';
import { ActionDialog } from '../../kit/action-dialog.tsx';
import { people, units } from '../../kit/format.ts';
import { zoneTime } from '../../kit/when.tsx';
import { DoneLine, SALE_QUERIES, scheduling } from '../../sale/actions.tsx';
import { stockChangeError, stockFloor } from '../../sale/stock-change.ts';
import classes from '../live.module.css';
import type { View } from '../view.ts';
import type { ControlName } from './available-controls.ts';
import { moveEnd } from './move-end.ts';

interface DialogProps {
  view: View;
  onClose: () => void;
}

/** Shown to buyers. Suggested, because a pause is often urgent. */
const PAUSE_REASONS = [
  'We are checking something. Your place is kept.',
  'Payments are slow at the moment. Your place is kept.',
  'We are correcting the stock. Your place is kept.',
] as const;

function PauseDialog({ view, onClose }: DialogProps) {
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
        reasons: PAUSE_REASONS,

        run: ({ reason, key }) => team.pauseSale({ params: { id }, body: { reason }, key }),
        done: <DoneLine saleId={id}>The sale is paused.</DoneLine>,
        stale: SALE_QUERIES,
      }}
    />
  );
}

function ResumeDialog({ view, onClose }: DialogProps) {
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
        stale: SALE_QUERIES,
      }}
    />
  );
}

function EndDialog({ view, onClose }: DialogProps) {
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
        effect: `${people(waiting)} waiting will not get a unit. ${holders} ${people(claimed)} in payment can finish. Joining closes. This cannot be undone.`,
        button: 'End now',
        typedName: name,
        reasons: ['Ended early by the organiser.', 'A mistake in the offer.'],
        run: ({ reason, key }) => team.endSale({ params: { id }, body: { reason }, key }),
        done: <DoneLine saleId={id}>The sale has ended.</DoneLine>,
        stale: SALE_QUERIES,
      }}
    />
  );
}

function ArchiveDialog({ view, onClose }: DialogProps) {
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
        stale: SALE_QUERIES,
      }}
    />
  );
}

function MessageDialog({ view, onClose }: DialogProps) {
  const { team } = useMember();
  const { id } = view.sale;
  const { waiting, message } = view.overview;
  const [text, setText] = useState(message ?? '');
  const wanted = text.trim();
  const isSame = wanted === (message ?? '');
  return (
    <ActionDialog
      onClose={onClose}
      action={{
        title: 'Message to the line',
        effect: `Shown to ${people(waiting)} waiting and to all buyers with a hold.`,
        fields: (
          <Stack gap="xs">
            <Textarea
              data-autofocus
              label="Message"
              description={
                message
                  ? 'Leave empty to remove the message. Up to 500 characters.'
                  : 'Up to 500 characters.'
              }
              autosize
              minRows={3}
              maxLength={500}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <section className={classes.preview} aria-label="As buyers see it">
              {wanted || (
                <Text component="span" c="dimmed" size="sm">
                  No message
                </Text>
              )}
            </section>
          </Stack>
        ),
        isReady: !isSame,
        button: message && !wanted ? 'Remove the message' : 'Show the message',
        reasonLabel: 'Reason, for the team',
        reasons: ['News for buyers in line.', 'No longer true.'],
        run: ({ reason, key }) =>
          team.messageSale({ params: { id }, body: { message: wanted, reason }, key }),
        done: (
          <DoneLine saleId={id}>
            {wanted ? 'The message is shown.' : 'The message is removed.'}
          </DoneLine>
        ),
        stale: SALE_QUERIES,
      }}
    />
  );
}

const MINUTE_MS = 60_000;
const LONGER_BY = [
  { value: '5', label: '5 min' },
  { value: '15', label: '15 min' },
  { value: '30', label: '30 min' },
  { value: '60', label: '1 h' },
  { value: '180', label: '3 h' },
];

/** Dialogs focus what has this attribute, and the control passes none on to its options. */
function focusFirst(control: HTMLDivElement | null): void {
  control?.querySelector('input:checked')?.setAttribute('data-autofocus', '');
}

/** The end can only move later, because buyers rely on it. */
function ExtendDialog({ view, onClose }: DialogProps) {
  const { team } = useMember();
  // As it was when the dialog opened, so that the request matches what the dialog shows.
  const [seen] = useState(view.sale);
  const { id, timeZone } = seen;
  const from = Date.parse(seen.endsAt);
  const [minutes, setMinutes] = useState('15');
  const end = from + Number(minutes) * MINUTE_MS;
  return (
    <ActionDialog
      onClose={onClose}
      action={{
        title: 'Extend the end',
        effect: `${whoGains(view.overview.waiting)} The end can only move later.`,
        fields: (
          <Stack gap="xs">
            <SegmentedControl
              ref={focusFirst}
              aria-label="Longer by"
              value={minutes}
              onChange={setMinutes}
              data={LONGER_BY}
              fullWidth
            />
            <Text size="sm" aria-live="polite">
              {formatTime(from)} → {formatTime(end)}, your time.
              <br />
              {formatTime(end, timeZone)} ({zoneTime(timeZone)})
            </Text>
          </Stack>
        ),
        button: 'Move the end',
        reasons: ['To make up for a pause.', 'More people came than expected.'],
        run: ({ reason }) => moveEnd(team, seen, end, reason),
        done: <DoneLine saleId={id}>{`The sale ends ${formatTime(end)}.`}</DoneLine>,
        stale: SALE_QUERIES,
      }}
    />
  );
}

const whoGains = (waiting: number): string =>
  waiting > 0 ? `${people(waiting)} waiting: more time to buy.` : 'Buyers get more time.';

function ScheduleDialog({ view, onClose }: DialogProps) {
  const { team } = useMember();
  // As it was when the dialog opened, so that the times shown are those that are published.
  const [sale] = useState(view.sale);
  return <ActionDialog onClose={onClose} action={scheduling(team, sale, view.now)} />;
}

function StockDialog({ view, onClose }: DialogProps) {
  const { team } = useMember();
  const { id } = view.sale;
  const { overview } = view;
  const { stock, sold, held, claimed, waiting } = overview;
  const [sign, setSign] = useState<'add' | 'remove'>('add');
  const [amount, setAmount] = useState<number | string>('');
  const by = typeof amount === 'number' ? amount * (sign === 'add' ? 1 : -1) : null;
  const error = stockChangeError(overview, by);
  const next = stock + (by ?? 0);
  return (
    <ActionDialog
      onClose={onClose}
      action={{
        title: 'Add or remove stock',
        effect: `${formatCount(sold)} sold, ${formatCount(held)} on hold and ${formatCount(claimed)} in payment, so the stock cannot go below ${formatCount(stockFloor(overview))}.`,
        fields: (
          <Stack gap="xs">
            <SegmentedControl
              aria-label="Add or remove"
              value={sign}
              onChange={(value) => setSign(value === 'remove' ? 'remove' : 'add')}
              data={[
                { value: 'add', label: 'Add' },
                { value: 'remove', label: 'Remove available units' },
              ]}
            />
            <NumberInput
              data-autofocus
              label="Units"
              required
              min={1}
              max={10_000_000}
              allowDecimal={false}
              allowNegative={false}
              thousandSeparator=" "
              value={amount}
              onChange={setAmount}
              error={amount === '' ? null : error}
            />
            <Text size="sm" aria-live="polite">
              {error ? `Stock is ${formatCount(stock)}.` : changeWords(stock, next, waiting)}
            </Text>
          </Stack>
        ),
        isReady: error === null,
        button: by !== null && by < 0 ? `Remove ${units(-by)}` : `Add ${units(by ?? 0)}`,
        reasons: [STOCK_REASONS[sign], 'Stock count corrected.'],
        run: ({ reason, key }) =>
          team.adjustStock({ params: { id }, body: { by: by ?? 0, reason }, key }),
        done: <DoneLine saleId={id}>{`Stock changed to ${formatCount(next)}.`}</DoneLine>,
        stale: SALE_QUERIES,
      }}
    />
  );
}

const STOCK_REASONS = { add: 'A late delivery.', remove: 'Units were damaged.' };

function changeWords(stock: number, next: number, waiting: number): string {
  const step = `Stock ${formatCount(stock)} → ${formatCount(next)}.`;
  if (next < stock) {
    return `${step} Units on hold are not affected.`;
  }
  const served = Math.min(waiting, next - stock);
  return served > 0 ? `${step} The next ${formatCount(served)} in line get a unit at once.` : step;
}

export const dialogs: Record<ControlName, ComponentType<DialogProps>> = {
  schedule: ScheduleDialog,
  pause: PauseDialog,
  resume: ResumeDialog,
  stock: StockDialog,
  message: MessageDialog,
  extend: ExtendDialog,
  end: EndDialog,
  archive: ArchiveDialog,
};
