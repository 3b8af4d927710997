import type { IconName } from './icon.tsx';

export interface Command {
  id: string;
  label: string;
  /** Other words for it; also shown. */
  hint?: string;
  group: 'Sales' | 'Go to' | 'Do';
  icon: IconName;
  run: () => void;
}

/** Every word has to be there somewhere; what begins with the first one comes first. */
export function matching(commands: readonly Command[], query: string): Command[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const textOf = ({ label, hint = '' }: Command) => `${label} ${hint}`.toLowerCase();
  const found = commands.filter((command) => words.every((word) => textOf(command).includes(word)));
  const rank = ({ label }: Command) => (label.toLowerCase().startsWith(words[0] ?? '') ? 0 : 1);
  return found.toSorted((a, b) => rank(a) - rank(b));
}
