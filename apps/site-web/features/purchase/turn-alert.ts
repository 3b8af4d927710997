import { createStore, type Store } from '@flash/web';
import type { Memory } from '../../lib/memory.ts';
import { createSound, type Sound } from './turn-alert-sound.ts';

/** `soundOnly`: the browser refuses notifications, or knows none. */
export type AlertMode = 'off' | 'asking' | 'on' | 'soundOnly';

/** A sound and a system notification for whoever waits in another tab; asked for on a press. */
export interface TurnAlert {
  store: Store<AlertMode, AlertMode>;
  switchOn(): Promise<void>;
  switchOff(): void;
  ring(title: string, text: string): void;
}

const NAME = 'flash.alert';

/** The wish is kept in the tab, so that a reload does not silently take it back. */
export function createTurnAlert(tab: Memory, sound: Sound = createSound()): TurnAlert {
  const wished = tab.get(NAME) === '1';
  const store = createStore<AlertMode, AlertMode>((_, mode) => mode, wished ? allowed() : 'off');
  if (wished) sound.prepareOnPress();
  return {
    store,
    async switchOn() {
      tab.set(NAME, '1');
      sound.prepare();
      store.send('asking');
      const mode = await askToNotify();
      // It may have been switched off while the browser was asking.
      if (store.get() === 'asking') store.send(mode);
    },
    switchOff() {
      tab.drop(NAME);
      store.send('off');
    },
    ring(title, text) {
      if (store.get() === 'off') return;
      sound.play();
      navigator.vibrate?.([200, 100, 200]);
      if (allowed() === 'on') notify(title, text);
    },
  };
}

function allowed(): AlertMode {
  const isGranted = typeof Notification !== 'undefined' && Notification.permission === 'granted';
  return isGranted ? 'on' : 'soundOnly';
}

async function askToNotify(): Promise<AlertMode> {
  if (typeof Notification === 'undefined') return 'soundOnly';
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
