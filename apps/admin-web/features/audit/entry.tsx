import type { AuditEntry } from '@flash/shared-types';
import { Code, Text, VisuallyHidden } from '@mantine/core';
import { SaleName } from '../kit/sale-name.tsx';
import { When } from '../kit/when.tsx';
import { actionWords } from './action-words.ts';
import classes from './audit.module.css';
import { type Change, differenceOf } from './difference.ts';

const outcomeWords: Record<AuditEntry['outcome'], string> = {
  done: '',
  pending: ' (not finished)',
  refused: ' (refused)',
  unknown: ' (outcome not known)',
};

/** Longer lists of changes, such as the fields of a new sale, are shown under “Show details”. */
const SHOWN_AT_ONCE = 6;

export function AuditItem({ entry, showsSale }: { entry: AuditEntry; showsSale: boolean }) {
  const { at, actor, action, flashSaleId, subject, reason } = entry;
  const changes = differenceOf(entry.before, entry.after);
  return (
    <li className={classes.entry}>
      <div className={classes.line}>
        <Text component="span" fw={600}>
          {actionWords(action)}
          {outcomeWords[entry.outcome]}
        </Text>
        {showsSale && flashSaleId && <SaleName id={flashSaleId} part="history" />}
        {subject && subject !== actor.id && <span className={classes.subject}>{subject}</span>}
        <span className={classes.at}>
          <When at={at} hasSeconds />
        </span>
      </div>
      <Text size="sm" c="dimmed">
        {actor.email ?? (actor.id === 'system' ? 'The system' : actor.id)}
        {actor.role && `, ${actor.role}`}
      </Text>
      {reason && <blockquote className={classes.reason}>{reason}</blockquote>}
      {changes.length > 0 && changes.length <= SHOWN_AT_ONCE && (
        <DifferenceTable changes={changes} />
      )}
      <details className={classes.details}>
        <summary>Show details</summary>
        {changes.length > SHOWN_AT_ONCE && <DifferenceTable changes={changes} />}
        <Text size="sm">
          {action} · IP {entry.ip ?? 'not known'} · request {entry.requestId ?? 'none'} · entry{' '}
          {entry.id}
        </Text>
        <Code block tabIndex={0} role="group" aria-label="Stored data">
          {JSON.stringify({ before: entry.before, after: entry.after }, null, 2)}
        </Code>
      </details>
    </li>
  );
}

/** The value before and after, field by field. */
function DifferenceTable({ changes }: { changes: readonly Change[] }) {
  return (
    <dl className={classes.changes}>
      {changes.map(({ field, before, after }) => (
        <div key={field}>
          <dt>{field}</dt>
          <dd>
            {before !== null && (
              <del>
                <VisuallyHidden>was </VisuallyHidden>
                {before}
              </del>
            )}
            {before !== null && after !== null && <span aria-hidden="true"> → </span>}
            {after === null ? (
              <span> removed</span>
            ) : (
              <ins>
                <VisuallyHidden>is </VisuallyHidden>
                {after}
              </ins>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
