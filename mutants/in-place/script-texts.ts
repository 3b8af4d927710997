import { readdirSync, readFileSync } from 'node:fs';
import { scriptOf } from '../../libs/reservation/src/call/run-script.ts';
import { loadScripts, scriptNames } from '../../libs/reservation/src/scripts.ts';

const folder = new URL('../../libs/reservation/src/lua/', import.meta.url);
const texts = new Map(
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.lua'))
    .map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]),
);

/** All scripts as they are, but for one file. */
export function putScripts(changed = '', text = ''): void {
  const textOf = (name: string) =>
    changed.endsWith(`/lua/${name}`) ? text : (texts.get(name) ?? '');
  const scripts = loadScripts();
  for (const name of scriptNames) {
    const whole = textOf(`${name}.lua`).replace(/^--@include (\w+)\n/gm, (_, one: string) =>
      textOf(`includes/${one}.lua`),
    );
    Object.assign(scripts[name], scriptOf(whole));
  }
}
