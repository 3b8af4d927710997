'use client';

import { Select } from '@mantine/core';
import { readersZone } from './when.tsx';

interface ZoneSelectProps {
  value: string;
  onChange: (zone: string) => void;
}

const zones = () => [...new Set([readersZone(), 'UTC', ...Intl.supportedValuesOf('timeZone')])];

export function ZoneSelect({ value, onChange }: ZoneSelectProps) {
  return (
    <Select
      label="Time zone"
      description="Times in the file are those of this zone."
      data={zones()}
      value={value}
      onChange={(zone) => onChange(zone ?? readersZone())}
      searchable
      allowDeselect={false}
      limit={60}
      nothingFoundMessage="No zone of this name"
    />
  );
}
