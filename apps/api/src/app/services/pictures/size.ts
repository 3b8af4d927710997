import { PICTURE_SIDE_MAX } from '@flash/shared-types';

export interface Size {
  width: number;
  height: number;
}

/** Null for a picture of nothing, and for one that would fill a phone's memory. */
export function sensible(width: number, height: number): Size | null {
  const isSensible = (side: number) => side >= 1 && side <= PICTURE_SIDE_MAX;
  return isSensible(width) && isSensible(height) ? { width, height } : null;
}
