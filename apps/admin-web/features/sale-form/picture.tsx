'use client';

import type { Answer } from '@flash/client';
import { type AdminSale, PICTURE_BYTES_MAX, pictureTypes } from '@flash/shared-types';
import { Button, FileButton, Group, Input, Stack } from '@mantine/core';
import { useState } from 'react';
import type { TeamApi } from '../../lib/team-api.ts';
import classes from './form.module.css';

export interface PictureFieldProps {
  /** Address of the saved picture. */
  current: string | null;
  choice: PictureChoice;
  onChoose: (choice: PictureChoice) => void;
}

export function PictureField({ current, choice, onChoose }: PictureFieldProps) {
  const [error, setError] = useState<string | null>(null);
  const shown = shownPicture(choice, current);

  const choose = async (file: File | null) => {
    if (!file) {
      return;
    }
    const picked = await pick(file);
    setError('error' in picked ? picked.error : null);
    if ('choice' in picked) {
      onChoose(picked.choice);
    }
  };
  const remove = () => {
    setError(null);
    onChoose(current ? { kind: 'none' } : { kind: 'keep' });
  };

  return (
    <Input.Wrapper
      label="Picture"
      description="PNG, JPEG or WebP, up to 512 KB. Shown on the sale’s page."
      error={error}
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
            inputProps={{ 'aria-label': 'Picture file' }}
          >
            {(props) => (
              <Button {...props} variant="default" size="sm">
                {shown ? 'Replace' : 'Choose a picture'}
              </Button>
            )}
          </FileButton>
          {shown && (
            <Button variant="default" size="sm" onClick={remove}>
              Remove
            </Button>
          )}
        </Stack>
      </Group>
    </Input.Wrapper>
  );
}

/** Address of the picture as it will be after saving. */
export function shownPicture(choice: PictureChoice, current: string | null): string | null {
  if (choice.kind === 'file') {
    return choice.preview;
  }
  return choice.kind === 'keep' ? current : null;
}

/** What happens to the picture when the sale is saved. */
export type PictureChoice =
  | { kind: 'keep' }
  | { kind: 'none' }
  | { kind: 'file'; file: File; preview: string };

type Picked = { choice: PictureChoice } | { error: string };

/** Checks a file before it is sent; the API checks its bytes again. */
async function pick(file: File): Promise<Picked> {
  if (!pictureTypes.some((type) => type === file.type)) {
    return { error: 'A picture is a PNG, JPEG or WebP file.' };
  }
  if (file.size > PICTURE_BYTES_MAX) {
    const kilobytes = Math.ceil(file.size / 1024);
    return { error: `At most 512 KB; this file has ${kilobytes.toLocaleString()} KB.` };
  }
  const preview = await dataUrlOf(file);
  return preview !== null && (await isPicture(preview))
    ? { choice: { kind: 'file', file, preview } }
    : { error: 'This file cannot be shown as a picture.' };
}

/** Null for a file that cannot be read. The site's CSP allows no `blob:` pictures. */
function dataUrlOf(file: File): Promise<string | null> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => resolve(null);
    reader.readAsDataURL(file);
  });
}

function isPicture(src: string): Promise<boolean> {
  const image = new Image();
  image.src = src;
  return image.decode().then(
    () => true,
    () => false,
  );
}

/** Called after the sale itself is saved, because a picture belongs to an existing sale. */
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
