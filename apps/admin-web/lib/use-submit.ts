import type { Answer, Refusal } from '@flash/client';
import { type FormEvent, useState } from 'react';

interface SubmitOptions<Value> {
  call: (event: FormEvent<HTMLFormElement>) => Promise<Answer<Value>>;
  onDone: (value: Value) => unknown;
  onRefused?: (refusal: Refusal) => void;
}

/** A form that makes one API call: whether it is running, and why the last one was refused. */
export function useSubmit<Value>({ call, onDone, onRefused }: SubmitOptions<Value>) {
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);
  const run = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    const answer = await call(event);
    setBusy(false);
    setRefusal(answer.ok ? null : answer.refusal);
    if (answer.ok) {
      await onDone(answer.value);
    } else {
      onRefused?.(answer.refusal);
    }
  };
  return {
    submit: (event: FormEvent<HTMLFormElement>) => void run(event),
    isBusy,
    refusal,
    clearRefusal: () => setRefusal(null),
  };
}
