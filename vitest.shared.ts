import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const libs = fileURLToPath(new URL('./libs/', import.meta.url));

/** `@flash/*` resolves to sources, so tests run what is on the disk, never a build. */
export const alias = Object.fromEntries(
  readdirSync(libs).map((name) => [`@flash/${name}`, `${libs}${name}/src/index.ts`]),
);
