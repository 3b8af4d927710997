'use client';

import { NavLink, Stack } from '@mantine/core';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useMember } from '../../lib/member.ts';
import { Icon } from './icon.tsx';
import { type Place, placesFor } from './places.ts';
import classes from './shell.module.css';

export function Nav({ onGo }: { onGo?: () => void }) {
  const { team, may } = useMember();
  const places = placesFor(team.base).filter(({ least }) => may(least));
  return (
    <Stack gap={2}>
      {places.map((place) => (
        <NavPlace key={place.href} place={place} onGo={onGo} />
      ))}
    </Stack>
  );
}

function NavPlace({ place, onGo }: { place: Place; onGo?: () => void }) {
  const { label, href, icon, isExternal } = place;
  const pathname = usePathname();
  const look = { leftSection: <Icon name={icon} />, className: classes.navLink, href };
  if (isExternal) {
    return (
      <NavLink
        {...look}
        component="a"
        target="_blank"
        rel="noreferrer"
        label={`${label} ↗`}
        aria-label={`${label}, opens a new tab`}
      />
    );
  }
  const isHere = pathname === href || pathname.startsWith(`${href}/`);
  return (
    <NavLink
      {...look}
      component={Link}
      label={label}
      active={isHere}
      aria-current={isHere ? 'page' : undefined}
      onClick={onGo}
    />
  );
}
