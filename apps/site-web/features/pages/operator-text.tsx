'use client';

import { useSiteConfig } from '@flash/web';
import type { OperatorPageName } from '../../lib/operator-texts.ts';

interface OperatorTextProps {
  name: OperatorPageName;
  fallback: string;
}

/** Read when the site runs, not when it is built: one build serves every operator. */
export function OperatorText({ name, fallback }: OperatorTextProps) {
  const config = useSiteConfig();
  return <p className="page-text">{config && (config.texts?.[name] ?? fallback)}</p>;
}
