import type { Actions, Purchase } from '@flash/client';
import { parseDeviceCode } from '@flash/shared-utils';
import { Field, Notice } from '@flash/web';
import { useTranslations } from 'next-intl';
import { type FormEvent, useEffect, useState } from 'react';
import { Refused } from '../../../components/refused.tsx';
import { codeIn, codeLink } from '../../../lib/addresses.ts';
import { useFormats } from '../../../lib/use-formats.ts';
import type { DeviceCode } from '../use-device-code.ts';
import { ActionError, isCodeRefused } from './parts.tsx';

/** A code that opens this place on another device, for a phone that is lost or runs out of power. */
export function OtherDevice({ device }: { device: DeviceCode }) {
  const t = useTranslations('device');
  const format = useFormats();
  const { code, state } = device;
  const isOpen = state?.state === 'open';
  return (
    <details className="more">
      <summary>{t('title')}</summary>
      <div className="stack">
        <p className="fine">{t('text')}</p>
        {/* One that was used opens nothing any longer. */}
        {isOpen && code !== null && <Code key={code} code={code} />}
        {isOpen && state.expiresAt && (
          <p className="fine">{t('until', { time: format.time(state.expiresAt) })}</p>
        )}
        {device.refusal && <Refused refusal={device.refusal} />}
        <button
          type="button"
          className="button button-quiet button-small"
          disabled={device.isBusy}
          onClick={() => void device.make()}
        >
          {t(isOpen ? 'another' : 'make')}
        </button>
      </div>
    </details>
  );
}

function Code({ code }: { code: string }) {
  const t = useTranslations('device');
  const [isCopied, setCopied] = useState(false);
  const canCopy = typeof navigator !== 'undefined' && navigator.clipboard !== undefined;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(codeLink(location.href, code));
      setCopied(true);
    } catch (error) {
      // Refused by the browser: the code itself is on the screen.
      console.warn('The link was not copied.', error);
    }
  };
  return (
    <>
      <p className="device-code">
        <bdi dir="ltr">{code}</bdi>
      </p>
      {canCopy && (
        <button type="button" className="button button-small" onClick={() => void copy()}>
          {t(isCopied ? 'copied' : 'copy')}
        </button>
      )}
    </>
  );
}

/** Tells the device that made the code that it was used. */
export function OpenedElsewhere({ device }: { device: DeviceCode }) {
  const t = useTranslations('device');
  const format = useFormats();
  const { state } = device;
  if (state?.state !== 'used' || state.usedAt === null) {
    return null;
  }
  return (
    <Notice tone="warn" title={t('used', { time: format.clock(state.usedAt) })} isAlert>
      <p>{t('usedText')}</p>
      <button type="button" className="link link-start" onClick={device.dismiss}>
        {t('dismiss')}
      </button>
    </Notice>
  );
}

interface OpenPlaceProps {
  purchase: Purchase;
  actions: Actions;
  /** No one can join any longer, so the other device may have an order. */
  isOver?: boolean;
}

/** Opens a place that was taken on another device, by its code or by the link with it. */
export function OpenPlace({ purchase, actions, isOver = false }: OpenPlaceProps) {
  const t = useTranslations('device');
  const [code, setCode] = useState('');
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const linked = codeIn(location.hash);
    setCode(linked);
    setOpen(linked !== '');
  }, []);
  return (
    <details className="more" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t(isOver ? 'openOver' : 'open')}</summary>
      {isOpen && <CodeForm key={code} {...{ purchase, actions, code }} />}
    </details>
  );
}

type CodeFormProps = Omit<OpenPlaceProps, 'isOver'> & { code: string };

function CodeForm({ purchase, actions, code }: CodeFormProps) {
  const t = useTranslations('device');
  const [text, setText] = useState(code);
  const [isWrong, setWrong] = useState(false);
  const open = (event: FormEvent) => {
    event.preventDefault();
    const isWhole = parseDeviceCode(text) !== null;
    setWrong(!isWhole);
    if (isWhole) {
      void actions.openPlace(text.trim());
    }
  };
  return (
    <form onSubmit={open} className="stack">
      <Field
        label={t('code')}
        name="code"
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        dir="ltr"
        value={text}
        error={isWrong ? t('wrong') : undefined}
        hint={t('codeHint')}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" className="button button-quiet" disabled={purchase.busy !== null}>
        {t('openHere')}
      </button>
      {isCodeRefused(purchase) && <ActionError purchase={purchase} of="joining" />}
    </form>
  );
}
