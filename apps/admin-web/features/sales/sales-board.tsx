'use client';

import { roleAtLeast, type User } from '@flash/shared-types';
import { Notice } from '@flash/web';
import { useState } from 'react';
import type { TeamApi } from '../../lib/team-api.ts';
import { ControlDialog } from './control-dialog.tsx';
import type { Asked } from './controls.ts';
import { SaleFilter } from './sale-filter.tsx';
import { SaleForm } from './sale-form.tsx';
import { SaleRow } from './sale-row.tsx';
import { type Filter, useSales } from './use-sales.ts';

export function SalesBoard({ team, user }: { team: TeamApi; user: User }) {
  const [filter, setFilter] = useState<Filter>({ q: '', status: '', page: 1 });
  const [asked, setAsked] = useState<Asked | null>(null);
  const [said, setSaid] = useState('');
  const [isMaking, setMaking] = useState(false);
  const { sales, refusal, reload } = useSales(team, filter);
  const mayRun = roleAtLeast(user.role, 'operator');
  const done = (words: string) => {
    setAsked(null);
    setMaking(false);
    setSaid(words);
    void reload();
  };

  return (
    <>
      <div className="headline">
        <h1>Flash sales</h1>
        {mayRun && (
          <button
            type="button"
            className={`button ${isMaking ? 'button-quiet' : ''}`}
            aria-expanded={isMaking}
            onClick={() => setMaking(!isMaking)}
          >
            {isMaking ? 'Close the form' : 'New sale'}
          </button>
        )}
      </div>
      <div role="status">{said && <Notice tone="good" title={said} />}</div>
      {refusal && (
        <Notice tone="warn" title={refusal.title} requestId={refusal.requestId}>
          <p>{refusal.detail} What you see may be out of date.</p>
        </Notice>
      )}
      {isMaking && <SaleForm team={team} onCreated={(name) => done(`“${name}” was created.`)} />}
      <SaleFilter filter={filter} total={sales?.total ?? null} onChange={setFilter} />
      {sales?.items.length === 0 && <Empty isFiltered={filter.q !== '' || filter.status !== ''} />}
      <ul className="rows">
        {sales?.items.map((sale) => (
          <SaleRow key={sale.id} team={team} sale={sale} onAsk={mayRun ? setAsked : null} />
        ))}
      </ul>
      {sales && sales.total > sales.limit && (
        <Pages page={sales.page} last={Math.ceil(sales.total / sales.limit)} onPage={setPage} />
      )}
      {asked && (
        <ControlDialog team={team} asked={asked} onClose={() => setAsked(null)} onDone={done} />
      )}
    </>
  );

  function setPage(page: number) {
    setFilter({ ...filter, page });
  }
}

function Empty({ isFiltered }: { isFiltered: boolean }) {
  return (
    <div className="empty">
      <h2>{isFiltered ? 'Nothing matches' : 'No sales yet'}</h2>
      <p className="muted">
        {isFiltered ? 'Try another word or another state.' : 'Create the first one above.'}
      </p>
    </div>
  );
}

interface PagesProps {
  page: number;
  last: number;
  onPage: (page: number) => void;
}

function Pages({ page, last, onPage }: PagesProps) {
  return (
    <nav className="pages" aria-label="Pages">
      <button
        type="button"
        className="button button-quiet button-small"
        disabled={page <= 1}
        onClick={() => onPage(page - 1)}
      >
        Newer
      </button>
      <span className="fine">
        {page} of {last}
      </span>
      <button
        type="button"
        className="button button-quiet button-small"
        disabled={page >= last}
        onClick={() => onPage(page + 1)}
      >
        Older
      </button>
    </nav>
  );
}
