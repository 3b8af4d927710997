'use client';

import { useEffect, useState } from 'react';
import type { OperatorPageName, OperatorTexts } from '../../lib/operator-texts.ts';

interface OperatorTextProps {
  name: OperatorPageName;
  otherwise: string;
}

/** Read when the site runs, not when it is built: one build serves every operator. */
export function OperatorText({ name, otherwise }: OperatorTextProps) {
  const [text, setText] = useState('');
  useEffect(() => {
    fetch('/config.json', { cache: 'no-store' })
      .then((response) => response.json() as Promise<{ texts?: OperatorTexts }>)
      .then(({ texts }) => setText(texts?.[name] ?? otherwise))
      .catch(() => setText(otherwise));
  }, [name, otherwise]);
  return <p className="page-text">{text}</p>;
}
