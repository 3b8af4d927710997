'use client';

import type { AuditEntry } from '@flash/shared-types';
import { Text } from '@mantine/core';
import { useMember } from '../../../lib/member.ts';
import { useApiQuery } from '../../../lib/use-api-query.ts';
import { When } from '../../kit/when.tsx';
import type { Conflict } from './conflict-dialog.tsx';

/** Who saved since the form was opened; the audit log knows. */
export function WhoChanged({ conflict }: { conflict: Conflict }) {
  const { team, user } = useMember();
  const { sale, seenVersion } = conflict;
  const { data } = useApiQuery(['audit', sale.id, sale.version], (signal) =>
    team.auditLog({ query: { flashSaleId: sale.id, pageSize: 20 }, signal }),
  );
  const newer = (data?.items ?? []).filter((entry) => savedAfter(entry, seenVersion));
  if (newer.length === 0) {
    return (
      <Text size="sm">
        Last change: <When at={sale.updatedAt} />. Choose which version to keep.
      </Text>
    );
  }
  return (
    <Text size="sm" component="div">
      {newer.map(({ id, at, actor }) => (
        <div key={id}>
          <strong>
            {actor.id === user.id ? 'You, in another window' : (actor.email ?? 'Another member')}
          </strong>{' '}
          saved <When at={at} hasSeconds />
        </div>
      ))}
      Choose which version to keep.
    </Text>
  );
}

function savedAfter({ after }: AuditEntry, version: number): boolean {
  if (typeof after !== 'object' || after === null || !('version' in after)) return false;
  return typeof after.version === 'number' && after.version > version;
}
