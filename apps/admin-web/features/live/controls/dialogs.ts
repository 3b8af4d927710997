import type { ComponentType } from 'react';
import type { DialogProps } from './dialog-props.ts';
import { ExtendDialog } from './extend-dialog.tsx';
import { MessageDialog } from './message-dialog.tsx';
import type { ControlName } from './offers.ts';
import { ScheduleDialog } from './schedule-dialog.tsx';
import { ArchiveDialog, EndDialog, PauseDialog, ResumeDialog } from './simple-dialogs.tsx';
import { StockDialog } from './stock-dialog.tsx';

export const dialogs: Record<ControlName, ComponentType<DialogProps>> = {
  schedule: ScheduleDialog,
  pause: PauseDialog,
  resume: ResumeDialog,
  stock: StockDialog,
  message: MessageDialog,
  extend: ExtendDialog,
  end: EndDialog,
  archive: ArchiveDialog,
};
