'use client';

import { createStore, type Store, useStore } from '@flash/web';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { createMemory, type Memory } from '../../lib/storage/memory.ts';
import { useFormats } from '../../lib/use-formats.ts';
import type { Purchase } from './state/purchase.ts';

/** `soundOnly`: the browser refuses notifications, or knows none. */
type AlertMode = 'off' | 'asking' | 'on' | 'soundOnly';

/** A sound and a system notification for whoever waits in another tab; asked for on a press. */
interface TurnAlert {
  store: Store<AlertMode, AlertMode>;
  switchOn(): Promise<void>;
  switchOff(): void;
  ring(title: string, text: string): void;
}

const NAME = 'flash.alert';

/** The wish is kept in the tab, so that a reload does not silently take it back. */
function createTurnAlert(tab: Memory, sound: Sound = createSound()): TurnAlert {
  const wished = tab.get(NAME) === '1';
  const store = createStore<AlertMode, AlertMode>((_, mode) => mode, wished ? allowed() : 'off');
  if (wished) {
    sound.prepareOnPress();
  }
  return {
    store,
    async switchOn() {
      tab.set(NAME, '1');
      sound.prepare();
      store.send('asking');
      const mode = await askToNotify();
      // It may have been switched off while the browser was asking.
      if (store.get() === 'asking') {
        store.send(mode);
      }
    },
    switchOff() {
      tab.drop(NAME);
      store.send('off');
    },
    ring(title, text) {
      if (store.get() === 'off') {
        return;
      }
      sound.play();
      navigator.vibrate?.([200, 100, 200]);
      if (allowed() === 'on') {
        notify(title, text);
      }
    },
  };
}

function allowed(): AlertMode {
  const isGranted = typeof Notification !== 'undefined' && Notification.permission === 'granted';
  return isGranted ? 'on' : 'soundOnly';
}

async function askToNotify(): Promise<AlertMode> {
  if (typeof Notification === 'undefined') {
    return 'soundOnly';
  }
  await Notification.requestPermission().catch(() => {});
  return allowed();
}

function notify(title: string, text: string): void {
  try {
    const notification = new Notification(title, { body: text, tag: 'turn' });
    notification.onclick = () => window.focus();
  } catch {
    // Some phones allow notifications from service workers only; the sound has to do.
  }
}

interface Sound {
  /** During a press: a browser lets a page make sounds only if a press prepared them. */
  prepare(): void;
  /** For a page that was reloaded: whatever is pressed first prepares it. */
  prepareOnPress(): void;
  play(): void;
}

function createSound(): Sound {
  let audio: AudioContext | null = null;
  function prepare(): void {
    if (typeof AudioContext === 'undefined') {
      return;
    }
    audio ??= new AudioContext();
    void audio.resume().catch(() => {});
  }
  return {
    prepare,
    prepareOnPress() {
      for (const press of ['pointerup', 'keydown']) {
        document.addEventListener(press, prepare, { once: true });
      }
    },
    play() {
      if (audio) {
        chime(audio);
      }
    },
  };
}

function chime(audio: AudioContext): void {
  for (const [step, hertz] of [660, 880].entries()) {
    const at = audio.currentTime + step * 0.25;
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = hertz;
    volume.gain.setValueAtTime(0.2, at);
    volume.gain.exponentialRampToValueAtTime(0.001, at + 0.5);
    tone.connect(volume).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.5);
  }
}

const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#c2410c"/><path d="M18 4 8 18h6l-2 10 12-15h-7z" fill="#fff"/><circle cx="24" cy="8" r="8" fill="#fff"/><circle cx="24" cy="8" r="6" fill="#15803d"/></svg>`;
const turnIcon = `data:image/svg+xml,${encodeURIComponent(svg)}`;
let plainIcon: string | null = null;

/** A dot on the tab's icon while it is this buyer's turn: seen among many tabs, without a word. */
function markIcon(isTurn: boolean): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel~="icon"]');
  if (!link) {
    return;
  }
  plainIcon ??= link.href;
  const icon = isTurn ? turnIcon : plainIcon;
  if (link.href !== icon) {
    link.href = icon;
  }
}

/** Outlives the panels: switched on while joining, rung when the turn comes. */
export const turnAlert = createTurnAlert(createMemory(() => sessionStorage));

/** States in which one may well be looking at another tab. */
const inLine = new Set(['waiting', 'paused', 'sold_out']);

export function useTurnAlert({ place, sale }: Purchase): void {
  const t = useTranslations('purchase');
  const format = useFormats();
  const before = useRef(place?.state);
  useEffect(() => {
    const cameFrom = before.current;
    before.current = place?.state;
    markIcon(place?.state === 'held');
    if (place?.state !== 'held' || !cameFrom || !inLine.has(cameFrom)) {
      return;
    }
    const text = t('turnText', { name: sale?.name ?? '', time: format.clock(place.expiresAt) });
    turnAlert.ring(t('turnTitle'), text);
  }, [place, sale, t, format]);
}

const says = { asking: 'alertAsking', on: 'alertOn', soundOnly: 'alertSoundOnly' } as const;

/** For whoever did not want an alert on joining, or wants none any more; and what came of it. */
export function AlertMe() {
  const t = useTranslations('purchase');
  const mode = useStore(turnAlert.store);
  const choose = (wants: boolean) => {
    if (wants) {
      void turnAlert.switchOn();
    } else {
      turnAlert.switchOff();
    }
  };
  return (
    <div>
      <label className="check">
        <input
          type="checkbox"
          checked={mode !== 'off'}
          aria-describedby="alert-note"
          onChange={(event) => choose(event.target.checked)}
        />
        {t('alertMe')}
      </label>
      <p id="alert-note" className="fine">
        {mode !== 'off' && t(says[mode])}
      </p>
    </div>
  );
}
