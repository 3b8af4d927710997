'use client';

import { endpoints } from '@flash/shared-types';
import { Button } from '@mantine/core';
import { downloadLink } from '../../lib/download-link.ts';
import { useMember } from '../../lib/member.ts';
import { useUrlState } from '../../lib/use-url-state.ts';
import { readersZone } from '../kit/when.tsx';
import { auditDefaults, auditFilterOf } from './audit-query.ts';

/** The rows that the filter shows, as a table in the reader's zone. */
export function AuditExport({ saleId }: { saleId?: string }) {
  const { team } = useMember();
  const [state] = useUrlState(auditDefaults);
  const filter = auditFilterOf({ ...state, sale: saleId ?? state.sale });
  const query = { ...filter, timeZone: readersZone() };
  return (
    <Button
      component="a"
      variant="default"
      href={downloadLink(team.base, endpoints.exportAudit.path, query)}
      download
    >
      Export CSV
    </Button>
  );
}
