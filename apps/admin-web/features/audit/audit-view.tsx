'use client';

import { Button } from '@mantine/core';
import { useMember } from '../../lib/member.ts';
import { useAsk } from '../../lib/use-ask.ts';
import { useUrlState } from '../../lib/use-url-state.ts';
import { Loaded } from '../kit/loaded.tsx';
import { Nothing } from '../kit/nothing.tsx';
import { Pager } from '../kit/pager.tsx';
import classes from './audit.module.css';
import { AuditFilters } from './audit-filters.tsx';
import { AuditItem } from './audit-item.tsx';
import { auditDefaults, auditFilterOf, isAuditFiltered } from './audit-query.ts';

/** The log page by page: of everything, or of one sale. */
export function AuditView({ saleId }: { saleId?: string }) {
  const { team } = useMember();
  const [urlState, change] = useUrlState(auditDefaults);
  const state = { ...urlState, sale: saleId ?? urlState.sale };
  const asked = useAsk(['audit', state], (signal) =>
    team.auditLog({ query: { ...auditFilterOf(state), page: state.page }, signal }),
  );
  const isFiltered = isAuditFiltered(state, saleId);
  const clear = () => change(auditDefaults);
  return (
    <>
      <AuditFilters
        state={state}
        hasSale={saleId === undefined}
        isFiltered={isFiltered}
        onChange={(next) => change({ ...next, page: '1' })}
        onClear={clear}
      />
      <Loaded asked={asked}>
        {({ items, total, page, limit }) =>
          items.length === 0 ? (
            <NoEntries isFiltered={isFiltered} onClear={clear} />
          ) : (
            <>
              <ol className={classes.log}>
                {items.map((entry) => (
                  <AuditItem key={entry.id} entry={entry} hasSale={saleId === undefined} />
                ))}
              </ol>
              <Pager
                page={page}
                total={total}
                pageSize={limit}
                what={total === 1 ? 'entry' : 'entries'}
                onPage={(next) => change({ page: String(next) })}
              />
            </>
          )
        }
      </Loaded>
    </>
  );
}

function NoEntries({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  if (!isFiltered) {
    return <Nothing title="Nothing was done yet">What the team does will be listed here.</Nothing>;
  }
  const clear = (
    <Button variant="default" onClick={onClear}>
      Clear filters
    </Button>
  );
  return (
    <Nothing title="No entry matches" action={clear}>
      Widen the days, or look for fewer words.
    </Nothing>
  );
}
