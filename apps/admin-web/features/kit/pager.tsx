import { formatCount } from '@flash/web';
import { Group, Pagination, Text } from '@mantine/core';

interface PagerProps {
  page: number;
  total: number;
  pageSize: number;
  what: string;
  onPage: (page: number) => void;
}

export function Pager({ page, total, pageSize, what, onPage }: PagerProps) {
  const pages = Math.max(1, Math.ceil(total / pageSize));
  const from = (page - 1) * pageSize + 1;
  return (
    <Group justify="space-between" mt="md">
      <Text size="sm" c="dimmed">
        {total === 0
          ? `No ${what}`
          : `${formatCount(from)}–${formatCount(Math.min(total, from + pageSize - 1))} of ${formatCount(total)} ${what}`}
      </Text>
      {pages > 1 && (
        <Pagination
          value={page}
          total={pages}
          onChange={onPage}
          size="sm"
          getControlProps={(control) => ({ 'aria-label': `${control} page` })}
          getItemProps={(number) => ({ 'aria-label': `Page ${number}` })}
        />
      )}
    </Group>
  );
}
