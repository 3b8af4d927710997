import { Text } from '@mantine/core';
import Link from 'next/link';
import { addresses } from '../../lib/addresses.ts';
import classes from './shell.module.css';

export function Brand() {
  return (
    <Link href={addresses.sales} className={classes.brand}>
      <span className={classes.mark} aria-hidden="true" />
      Flash sale{' '}
      <Text component="span" c="dimmed" inherit fw={500} visibleFrom="xs">
        Team
      </Text>
    </Link>
  );
}
