'use client';

import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useState } from 'react';

interface SearchFieldProps {
  label: string;
  placeholder?: string;
  /** Where the field says by itself what it is for, the label is for screen readers only. */
  isLabelHidden?: boolean;
  value: string;
  onSearch: (words: string) => void;
}

const PAUSE_MS = 300;

/** Searches when the typing stops, or at once on Enter. */
export function SearchField({
  label,
  placeholder,
  isLabelHidden,
  value,
  onSearch,
}: SearchFieldProps) {
  const [words, setWords] = useState(value);
  const search = useDebouncedCallback(onSearch, PAUSE_MS);
  // The way back in the history, or a cleared filter, changes the words as well.
  useEffect(() => setWords(value), [value]);
  return (
    <TextInput
      label={isLabelHidden ? undefined : label}
      aria-label={isLabelHidden ? label : undefined}
      placeholder={placeholder ?? (isLabelHidden ? label : undefined)}
      type="search"
      maxLength={100}
      value={words}
      onChange={(event) => {
        setWords(event.currentTarget.value);
        search(event.currentTarget.value);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onSearch(event.currentTarget.value);
      }}
      style={{ flex: '1 1 15rem' }}
    />
  );
}
