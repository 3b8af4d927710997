// Who may import whom, read from the tags in each package.json. Run by `npm run lint` and `npm test`.
import { pathToFileURL } from 'node:url';
import { checkFile, importsOf, listPackages, listSources } from './check/boundaries.mjs';
import { root } from './process/paths.mjs';

/** Every breach as `{ file, line, message }`. */
export function checkBoundaries(workspace = root) {
  const packages = listPackages(workspace);
  const byName = new Map(packages.map((pkg) => [pkg.name, pkg]));
  return packages.flatMap((pkg) =>
    listSources(pkg.dir).flatMap((file) =>
      checkFile({ pkg, file, imports: importsOf(file), byName, workspace }),
    ),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const breaches = checkBoundaries();
  for (const { file, line, message } of breaches) {
    console.error(`${file}:${line} ${message}`);
  }
  console.log(breaches.length ? `${breaches.length} imports cross a boundary` : 'boundaries hold');
  process.exitCode = breaches.length ? 1 : 0;
}
