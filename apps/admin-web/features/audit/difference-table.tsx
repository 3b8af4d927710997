import { VisuallyHidden } from '@mantine/core';
import classes from './audit.module.css';
import type { Change } from './difference.ts';

/** Field by field: what it was, what it is. */
export function DifferenceTable({ changes }: { changes: readonly Change[] }) {
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
