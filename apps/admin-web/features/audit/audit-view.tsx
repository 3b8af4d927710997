'use client';

import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { useUrlState } from '../../lib/use-url-state.ts';
import { Loaded } from '../kit/loaded.tsx';
import { Nothing } from '../kit/nothing.tsx';
import { Paged } from '../kit/paged.tsx';
import classes from './audit.module.css';
import { AuditFilters } from './audit-filters.tsx';
import { AuditItem } from './audit-item.tsx';
import { auditDefaults, auditFilterOf, isAuditFiltered } from './audit-query.ts';

/** The log page by page: of everything, or of one sale. */
export function AuditView({ saleId }: { saleId?: string }) {
  const { team } = useMember();
  const [urlState, change] = useUrlState(auditDefaults);
  const state = { ...urlState, sale: saleId ?? urlState.sale };
  const query = useApiQuery(['audit', state], (signal) =>
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
      <Loaded query={query}>
        {(list) => (
          <Paged
            list={list}
            nouns={['entry', 'entries']}
            isFiltered={isFiltered}
            onClear={clear}
            onPage={(page) => change({ page })}
            never={<Nothing title="No entries yet">Actions of the team appear here.</Nothing>}
            noMatch={{
              title: 'No entry matches',
              hint: 'Choose more days or search for fewer words.',
            }}
          >
            {(items) => (
              <ol className={classes.log}>
                {items.map((entry) => (
                  <AuditItem key={entry.id} entry={entry} hasSale={saleId === undefined} />
                ))}
              </ol>
            )}
          </Paged>
        )}
      </Loaded>
    </>
  );
}
