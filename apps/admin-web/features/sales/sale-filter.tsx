import type { Filter } from './use-sales.ts';

const states: { value: Filter['status']; label: string }[] = [
  { value: '', label: 'All' },
  { value: 'open', label: 'Live' },
  { value: 'paused', label: 'Paused' },
  { value: 'lobby', label: 'Line open' },
  { value: 'scheduled', label: 'Scheduled' },
  { value: 'ended', label: 'Ended' },
  { value: 'archived', label: 'Archived' },
];

interface SaleFilterProps {
  filter: Filter;
  total: number | null;
  onChange: (filter: Filter) => void;
}

export function SaleFilter({ filter, total, onChange }: SaleFilterProps) {
  return (
    <search className="filter">
      <label className="visually-hidden" htmlFor="q">
        Search sales
      </label>
      <input
        id="q"
        type="search"
        placeholder="Search"
        value={filter.q}
        onChange={(event) => onChange({ ...filter, q: event.target.value, page: 1 })}
      />
      <label className="visually-hidden" htmlFor="state">
        State
      </label>
      <select
        id="state"
        value={filter.status}
        onChange={(event) =>
          onChange({ ...filter, status: event.target.value as Filter['status'], page: 1 })
        }
      >
        {states.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      {total !== null && (
        <span className="fine">
          {total} {total === 1 ? 'sale' : 'sales'}
        </span>
      )}
    </search>
  );
}
