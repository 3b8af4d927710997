'use client';

import type { Purchase } from '@flash/client';
import { createMemory, createStore, type Memory, type Store } from '@flash/client';
import { useStore } from '@flash/web';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { Checkbox } from '../../components/checkbox.tsx';
import { useFormats } from '../../lib/use-formats.ts';
import { isAvailableAgain } from './state/screen.ts';

/** `soundOnly`: the browser refuses notifications, or knows none. */
type AlertMode = 'off' | 'asking' | 'on' | 'soundOnly';

/** A sound and a system notification for a reader in another tab; switched on by a press. */
interface Alert {
  store: Store<AlertMode, AlertMode>;
  switchOn(): Promise<void>;
  switchOff(): void;
  ring(title: string, text: string): void;
}

/** The choice is kept in the tab under its name, so that a reload does not switch the alert off. */
function createAlert(name: string, tab: Memory, sound: Sound): Alert {
  const isWanted = tab.get(name) === '1';
  const store = createStore<AlertMode, AlertMode>((_, mode) => mode, isWanted ? allowed() : 'off');
  if (isWanted) {
    sound.prepareOnPress();
  }
  return {
    store,
    async switchOn() {
      tab.set(name, '1');
      sound.prepare();
      store.send('asking');
      const mode = await askToNotify();
      // It may have been switched off while the browser was asking.
      if (store.get() === 'asking') {
        store.send(mode);
      }
    },
    switchOff() {
      tab.drop(name);
      store.send('off');
    },
    ring(title, text) {
      if (store.get() === 'off') {
        return;
      }
      sound.play();
      navigator.vibrate?.([200, 100, 200]);
      if (allowed() === 'on') {
        notify(name, title, text);
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
  await Notification.requestPermission().catch((error: unknown) => {
    console.warn('The request for the notification permission failed.', error);
  });
  return allowed();
}

function notify(tag: string, title: string, text: string): void {
  try {
    const notification = new Notification(title, { body: text, tag });
    notification.onclick = () => window.focus();
  } catch {
    // Some phones allow notifications from service workers only; there, only the sound remains.
  }
}

interface Sound {
  /** To be called during a press: browsers allow sound only after one. */
  prepare(): void;
  /** For a reloaded page: the first press prepares the sound. */
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
    audio.resume().catch((error: unknown) => {
      console.warn('The alert will have no sound: the browser did not start it.', error);
    });
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
const TURN_ICON = `data:image/svg+xml,${encodeURIComponent(svg)}`;
let plainIcon: string | null = null;

/** A dot on the tab's icon while it is this buyer's turn. */
function markIcon(isTurn: boolean): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel~="icon"]');
  if (!link) {
    return;
  }
  plainIcon ??= link.href;
  const icon = isTurn ? TURN_ICON : plainIcon;
  if (link.href !== icon) {
    link.href = icon;
  }
}

const tab = createMemory(() => sessionStorage);
const sound = createSound();

/** Outlives the panels: switched on while joining, used when the turn comes. */
export const turnAlert = createAlert('flash.alert', tab, sound);

/** Used when a unit comes back to a sale that was sold out. */
const returnAlert = createAlert('flash.alert.return', tab, sound);

/** States in which the buyer may be in another tab. */
const STATES_IN_LINE = new Set(['waiting', 'paused', 'sold_out']);

export function useTurnAlert({ place, sale }: Purchase): void {
  const t = useTranslations('purchase');
  const format = useFormats();
  const before = useRef(place?.state);
  useEffect(() => {
    const cameFrom = before.current;
    before.current = place?.state;
    markIcon(place?.state === 'held');
    if (place?.state !== 'held' || !cameFrom || !STATES_IN_LINE.has(cameFrom)) {
      return;
    }
    const text = t('turnText', { name: sale?.name ?? '', time: format.clock(place.expiresAt) });
    turnAlert.ring(t('turnTitle'), text);
  }, [place, sale, t, format]);
}

/** Tells a visitor of a sold-out sale, who has no place in its line, that one can join again. */
export function useReturnAlert(purchase: Purchase): void {
  const t = useTranslations('purchase');
  const before = useRef(purchase);
  useEffect(() => {
    const returned = isAvailableAgain(before.current, purchase);
    before.current = purchase;
    if (returned) {
      returnAlert.ring(t('returnTitle'), t('returnText', { name: purchase.sale?.name ?? '' }));
    }
  }, [purchase, t]);
}

/** Switches the alert on or off while in line. */
export function TurnAlertSwitch() {
  return <AlertSwitch alert={turnAlert} label="alertMe" notes={TURN_NOTES} />;
}

/** The same for a sale that is sold out. */
export function ReturnAlertSwitch() {
  return <AlertSwitch alert={returnAlert} label="alertReturn" notes={RETURN_NOTES} />;
}

type Notes = Record<Exclude<AlertMode, 'off'>, string>;
const TURN_NOTES: Notes = {
  asking: 'alertAsking',
  on: 'alertOn',
  soundOnly: 'alertSoundOnly',
};
const RETURN_NOTES: Notes = {
  asking: 'alertAsking',
  on: 'alertReturnOn',
  soundOnly: 'alertReturnSoundOnly',
};

/** Shows what the browser allows, too. */
function AlertSwitch({ alert, label, notes }: { alert: Alert; label: string; notes: Notes }) {
  const t = useTranslations('purchase');
  const mode = useStore(alert.store);
  const choose = (wants: boolean) => {
    if (wants) {
      void alert.switchOn();
    } else {
      alert.switchOff();
    }
  };
  return (
    <div>
      <Checkbox
        label={t(label)}
        isChecked={mode !== 'off'}
        onChange={choose}
        describedBy="alert-note"
      />
      <p id="alert-note" className="fine">
        {mode !== 'off' && t(notes[mode])}
      </p>
    </div>
  );
}
