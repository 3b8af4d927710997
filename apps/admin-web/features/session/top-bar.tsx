'use client';

import type { User } from '@flash/shared-types';
import type { TeamApi } from '../../lib/team-api.ts';

const tools = [
  { path: '/bull-mq-dashboard', label: 'Queue monitor' },
  { path: '/docs', label: 'API docs' },
  { path: '/metrics', label: 'Metrics' },
];

export function TopBar({ team, user }: { team: TeamApi; user: User }) {
  const leave = async () => {
    await team.signOut();
    location.assign('/login');
  };
  return (
    <div className="bar">
      <nav aria-label="Tools">
        {tools.map(({ path, label }) => (
          <a key={path} href={new URL(path, team.base).href} target="_blank" rel="noreferrer">
            {label}
            <span className="visually-hidden"> (opens a new tab)</span>
          </a>
        ))}
      </nav>
      <p className="fine">
        {user.email}
        {user.role && ` · ${user.role}`}
      </p>
      <button
        type="button"
        className="button button-quiet button-small"
        onClick={() => void leave()}
      >
        Sign out
      </button>
    </div>
  );
}
