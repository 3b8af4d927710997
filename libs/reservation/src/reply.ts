/** Reads a script's answer from left to right; anything unexpected is a bug and says so. */
export interface Reader {
  kind: 'reply';
  number(): number;
  /** A number that is −1 when there is none. */
  numberOrNull(): number | null;
  text(): string;
  texts(): string[];
  fields(): Reader;
}

export function readReply(reply: unknown): Reader {
  if (!Array.isArray(reply)) {
    throw new TypeError('a script did not answer a list');
  }
  let at = 0;
  const next = (): unknown => reply[at++];

  function number(): number {
    const value = next();
    const parsed = typeof value === 'string' && value !== '' ? Number(value) : value;
    if (typeof parsed !== 'number' || Number.isNaN(parsed)) {
      throw new TypeError(`a script answered no number at ${at - 1}`);
    }
    return parsed;
  }

  return {
    kind: 'reply',
    number,
    numberOrNull() {
      const value = number();
      return value === -1 ? null : value;
    },
    text() {
      const value = next();
      if (typeof value !== 'string') {
        throw new TypeError(`a script answered no text at ${at - 1}`);
      }
      return value;
    },
    texts() {
      const value = next();
      if (!Array.isArray(value) || !value.every((one) => typeof one === 'string')) {
        throw new TypeError(`a script answered no texts at ${at - 1}`);
      }
      return value;
    },
    fields: () => readReply(next()),
  };
}

/** The word for a code; a script that answers an unknown one is a bug. */
export function named<Word>(words: Readonly<Record<number, Word>>, code: number): Word {
  const word = words[code];
  if (word === undefined) {
    throw new TypeError(`a script answered ${code}`);
  }
  return word;
}
