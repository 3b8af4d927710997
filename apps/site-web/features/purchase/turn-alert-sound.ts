export interface Sound {
  /** During a press: a browser lets a page make sounds only if a press prepared them. */
  prepare(): void;
  /** For a page that was reloaded: whatever is pressed first prepares it. */
  prepareOnPress(): void;
  play(): void;
}

export function createSound(): Sound {
  let audio: AudioContext | null = null;
  function prepare(): void {
    if (typeof AudioContext === 'undefined') return;
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
      if (audio) chime(audio);
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
