import { PICTURE_BYTES_MAX, pictureTypes } from '@flash/shared-types';

/** What shall become of the picture when the sale is saved. */
export type PictureChoice =
  | { kind: 'keep' }
  | { kind: 'none' }
  | { kind: 'file'; file: File; preview: string };

export type Picked = { choice: PictureChoice } | { fault: string };

/** Looked at before it is sent; the API looks again, at the bytes. */
export async function pick(file: File): Promise<Picked> {
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
