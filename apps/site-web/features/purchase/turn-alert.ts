/** A sound and a system notification for whoever waits in another tab; asked for on a press. */
export interface TurnAlert {
  isOn(): boolean;
  /** False when the browser refuses notifications; the sound is left. */
  switchOn(): Promise<boolean>;
  switchOff(): void;
  ring(title: string, text: string): void;
}

export function createTurnAlert(): TurnAlert {
  let audio: AudioContext | null = null;
  let isWanted = false;
  return {
    isOn: () => isWanted,
    async switchOn() {
      isWanted = true;
      // A browser lets a page make sounds only if the sound was prepared by a press.
      audio ??= typeof AudioContext === 'undefined' ? null : new AudioContext();
      void audio?.resume().catch(() => {});
      if (typeof Notification === 'undefined') return false;
      const answer = await Notification.requestPermission().catch(() => 'denied');
      return answer === 'granted';
    },
    switchOff() {
      isWanted = false;
    },
    ring(title, text) {
      if (!isWanted) return;
      if (audio) chime(audio);
      navigator.vibrate?.([200, 100, 200]);
      if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
      try {
        new Notification(title, { body: text, tag: 'turn' });
      } catch {
        // Some phones allow notifications from service workers only; the sound has to do.
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
