'use client';

import { type AdminSale, PICTURE_BYTES_MAX, pictureTypes } from '@flash/shared-types';
import type { Answer } from '@flash/web';
import { Button, FileButton, Group, Input, Stack } from '@mantine/core';
import { useState } from 'react';
import type { TeamApi } from '../../lib/team-api.ts';
import classes from './form.module.css';

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
    if (!file) {
      return;
    }
    const picked = await pick(file);
    setFault('fault' in picked ? picked.fault : null);
    if ('choice' in picked) {
      onChoose(picked.choice);
    }
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
  if (choice.kind === 'file') {
    return choice.preview;
  }
  return choice.kind === 'keep' ? current : null;
}

/** What shall become of the picture when the sale is saved. */
export type PictureChoice =
  | { kind: 'keep' }
  | { kind: 'none' }
  | { kind: 'file'; file: File; preview: string };

type Picked = { choice: PictureChoice } | { fault: string };

/** Looked at before it is sent; the API looks again, at the bytes. */
async function pick(file: File): Promise<Picked> {
  if (!pictureTypes.some((type) => type === file.type)) {
    return { fault: 'A picture is a PNG, JPEG or WebP file.' };
  }
  if (file.size > PICTURE_BYTES_MAX) {
    const kilobytes = Math.ceil(file.size / 1024);
    return { fault: `At most 512 KB; this file has ${kilobytes.toLocaleString()} KB.` };
  }
  const preview = await dataUrl(file).catch(() => null);
  return preview && (await isPicture(preview))
    ? { choice: { kind: 'file', file, preview } }
    : { fault: 'This file cannot be shown as a picture.' };
}

/** The site's rules allow no `blob:` pictures, so the preview carries its bytes. */
function dataUrl(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

async function isPicture(src: string): Promise<boolean> {
  const image = new Image();
  image.src = src;
  return image.decode().then(
    () => true,
    () => false,
  );
}

/** After the sale itself: a picture belongs to a sale that is there. */
export async function savePicture(
  team: TeamApi,
  sale: AdminSale,
  choice: PictureChoice,
): Promise<Answer<AdminSale>> {
  const params = { id: sale.id };
  if (choice.kind === 'file') {
    return team.putPicture({ params, bytes: choice.file });
  }
  if (choice.kind === 'none') {
    return team.removePicture({ params });
  }
  return { ok: true, value: sale, status: 200, startedAt: Date.now() };
}
