/** A window event: the reader pressed the shortcut that pauses or resumes the sale on screen. */
export const PAUSE_REQUESTED = 'pause-requested';
