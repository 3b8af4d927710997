import type { View } from '../view.ts';

export interface DialogProps {
  view: View;
  onClose: () => void;
}
