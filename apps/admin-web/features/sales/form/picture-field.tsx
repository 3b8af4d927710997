'use client';

import { pictureTypes } from '@flash/shared-types';
import { Button, FileButton, Group, Input, Stack } from '@mantine/core';
import { useState } from 'react';
import classes from './form.module.css';
import { type PictureChoice, pick } from './picture-choice.ts';

export interface PictureFieldProps {
  /** Where the picture that the sale has now is. */
  current: string | null;
  choice: PictureChoice;
  onChoose: (choice: PictureChoice) => void;
  isDisabled?: boolean;
}

export function PictureField({ current, choice, onChoose, isDisabled }: PictureFieldProps) {
  const [fault, setFault] = useState<string | null>(null);
  const shown = shownOf(choice, current);

  const choose = async (file: File | null) => {
    if (!file) return;
    const picked = await pick(file);
    setFault('fault' in picked ? picked.fault : null);
    if ('choice' in picked) onChoose(picked.choice);
  };
  const remove = () => {
    setFault(null);
    onChoose(current ? { kind: 'none' } : { kind: 'keep' });
  };

  return (
    <Input.Wrapper
      label="Picture"
      description="PNG, JPEG or WebP, up to 512 KB. Shown on the sale’s page."
      error={fault}
      labelElement="div"
    >
      <Group mt="xs" align="center">
        {shown && (
          // biome-ignore lint/performance/noImgElement: bytes of the reader's own file, or of the API
          <img className={classes.picture} src={shown} alt="Preview of the sale" />
        )}
        <Stack gap="xs" align="flex-start">
          <FileButton
            onChange={(file) => void choose(file)}
            accept={pictureTypes.join(',')}
            disabled={isDisabled}
            inputProps={{ 'aria-label': 'Picture file' }}
          >
            {(props) => (
              <Button {...props} variant="default" size="sm" disabled={isDisabled}>
                {shown ? 'Replace' : 'Choose a picture'}
              </Button>
            )}
          </FileButton>
          {shown && !isDisabled && (
            <Button variant="default" size="sm" onClick={remove}>
              Remove
            </Button>
          )}
        </Stack>
      </Group>
    </Input.Wrapper>
  );
}

function shownOf(choice: PictureChoice, current: string | null): string | null {
  if (choice.kind === 'file') return choice.preview;
  return choice.kind === 'keep' ? current : null;
}
