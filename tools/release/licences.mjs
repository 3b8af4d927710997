// npm run licences: every package of the lock file by licence, and a list of what the product runs on in
// dist/licences.csv. Fails on a licence that tools/check/supply.json does not allow, and on a package with an
// install script that it does not name: none of them is ever run (.npmrc), and a new one is looked at first.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readJson } from '../process/files.mjs';
import { root } from '../process/paths.mjs';

const nameOf = (path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Packages of others in a lock file: `{ name, version, licence, isDevelopment, hasScript }`. */
export const packagesIn = (lock) =>
  Object.entries(lock.packages)
    .filter(([path, { link }]) => path.includes('node_modules/') && !link)
    .map(([path, { version, license, dev, hasInstallScript }]) => ({
      name: nameOf(path),
      version,
      licence: license ?? 'none',
      isDevelopment: dev === true,
      hasScript: hasInstallScript === true,
    }));

/** One of a choice is enough; of what is joined all are needed. */
export function isAllowed({ name, licence }, { licences, exceptions }) {
  const isKnown = (one) =>
    licences.includes(one) ||
    exceptions.some(
      ({ licence: other, packages, reason }) =>
        other === one && name.startsWith(packages) && Boolean(reason),
    );
  const bare = licence.replace(/[()]/g, '');
  return bare.split(' OR ').some((choice) => choice.split(' AND ').every(isKnown));
}

/** What is wrong with a lock file, one sentence for each. */
export function supplyFaults(lock, rules) {
  const packages = packagesIn(lock);
  const named = Object.keys(rules.installScripts);
  const withScript = new Set(packages.filter(({ hasScript }) => hasScript).map(({ name }) => name));
  const uses = ({ licence, packages: start }) =>
    packages.some((one) => one.licence.includes(licence) && one.name.startsWith(start));
  return [
    ...packages
      .filter((one) => !isAllowed(one, rules))
      .map(
        ({ name, version, licence }) => `${name} ${version}: the licence ${licence} is not allowed`,
      ),
    ...[...withScript]
      .filter((name) => !named.includes(name))
      .map((name) => `${name} has an install script that is not named`),
    ...named
      .filter((name) => !withScript.has(name))
      .map((name) => `${name} has no install script any longer: remove it from the list`),
    ...rules.exceptions
      .filter((exception) => !uses(exception))
      .map(({ licence, packages: start }) => `nothing of ${start} is under ${licence} any longer`),
  ];
}

const cell = (text) => `"${String(text).replaceAll('"', '""')}"`;

function main() {
  const lock = readJson(join(root, 'package-lock.json'));
  const rules = readJson(join(root, 'tools/check/supply.json'));
  const shipped = packagesIn(lock).filter(({ isDevelopment }) => !isDevelopment);
  const byLicence = new Map();
  for (const one of packagesIn(lock)) {
    byLicence.set(one.licence, [...(byLicence.get(one.licence) ?? []), one]);
  }
  for (const [licence, packages] of [...byLicence].sort((a, b) => b[1].length - a[1].length)) {
    console.log(`${String(packages.length).padStart(5)}  ${licence}`);
  }
  mkdirSync(join(root, 'dist'), { recursive: true });
  const rows = shipped
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, version, licence }) => [name, version, licence].map(cell).join(','));
  writeFileSync(join(root, 'dist/licences.csv'), `package,version,licence\n${rows.join('\n')}\n`);
  const faults = supplyFaults(lock, rules);
  for (const fault of faults) {
    console.error(fault);
  }
  process.exitCode = faults.length > 0 ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  main();
}
