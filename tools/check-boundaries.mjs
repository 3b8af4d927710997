// Who may import whom, read from the tags in each package.json. Run by `npm run lint` and `npm test`.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './process/paths.mjs';

const testFile =
  /(\.(test|int\.test|sim\.test|verify)\.tsx?$)|(^|\/)test-[^/]*\.tsx?$|(^|\/)(e2e|bench|test|testing|sim)\//;

/** Third-party packages that stay behind one door, so that their types do not spread. */
const doors = {
  // The SDK is loaded only where traces are kept.
  '@opentelemetry': [/^libs\/shared-config\/src\/tracing\//],
  // apps/api hands the client to its sign-in library.
  mongoose: [/^libs\/(database|shared-config)\//, /^apps\/api\//],
  bullmq: [
    /^libs\/reservation\/src\/queue\.ts$/,
    /^apps\/worker\/src\/jobs\/processor\.ts$/,
    /^apps\/worker\/src\/mail\/mail\.ts$/,
    /^apps\/api\/src\/app\/plugins\/bull-board\.ts$/,
  ],
};

/** The rules of the line must stay checkable without a server. */
const pure = /^libs\/reservation\/src\/(rules|keys|outcomes)\.ts$/;

/** Duties of the worker, lowest first: a folder imports from itself and from lower floors only. */
const workerFloors = [
  ['base'],
  ['granting', 'expiry', 'log-store', 'intents'],
  ['restore', 'audit', 'followers'],
  ['retention', 'mail', 'webhooks'],
  ['tick'],
  ['jobs'],
];
const workerFolder = /^apps\/worker\/src\/([\w-]+)\//;

/** Parts of a site that never reach a browser. */
const serverSide =
  /\.config\.(ts|mjs)$|\/scripts\/|\/(route|proxy)\.ts$|\.server\.tsx?$|^libs\/web\/src\/server\//;

/** Next calls this file in every runtime; it imports its server part when it runs in Node. */
const serverEntry = /\/instrumentation\.ts$/;

const sites = new Set(['@flash/site-web', '@flash/admin-web']);
const strangers = new Set(['@flash/reservation', '@flash/database']);

export function checkFile({ pkg, file, imports, byName, workspace }) {
  const path = relative(workspace, file).split(sep).join('/');
  const isTest = testFile.test(path) || pkg.reach === 'tests';
  return imports.flatMap(({ specifier, line, isAugmentation }) => {
    const message = judge({ specifier, isAugmentation, pkg, file, path, isTest, byName });
    return message ? [{ file: path, line, message }] : [];
  });
}

function judge({ specifier, pkg, file, path, isTest, byName, isAugmentation }) {
  if (specifier.startsWith('.')) {
    return judgeRelative({ specifier, pkg, file, path, isTest });
  }
  if (specifier.startsWith('@flash/')) {
    return judgeFlash({ specifier, pkg, path, isTest, byName });
  }
  if (specifier.startsWith('node:') && pkg.runs !== 'node' && !isTest && !serverSide.test(path)) {
    return `${pkg.name} runs in a browser and may not import ${specifier}`;
  }
  if (pure.test(path)) {
    return `this file holds pure rules and imports nothing from outside, ${specifier} neither`;
  }
  const door = doors[specifier.split('/')[0]];
  if (door && !isTest && !isAugmentation && !door.some((allowed) => allowed.test(path))) {
    return `${specifier} belongs behind its one door, not in this file`;
  }
}

function judgeRelative({ specifier, pkg, file, path, isTest }) {
  const target = resolve(file, '..', specifier);
  const isInside = target === pkg.dir || target.startsWith(pkg.dir + sep);
  const isShared = /\/vitest\.shared\.ts$/.test(target);
  if (!isInside && !isShared) {
    return `${specifier} leaves ${pkg.name}; import the lib by its name`;
  }
  // Else what is for tests would come along into a build.
  const inWorkspace = posix.join(posix.dirname(path), specifier);
  if (!isTest && pointsUp(path, inWorkspace)) {
    return `${specifier} is of a duty on the same or a higher floor of the worker`;
  }
  if (!isTest && testFile.test(inWorkspace)) {
    return `${specifier} is for tests only`;
  }
  if (!isTest && serverSide.test(inWorkspace) && !mayRunOnServer(pkg, path)) {
    return `${specifier} is for the server of a site; this file reaches browsers`;
  }
}

/** Files beside the folders wire them together and stand above all of them. */
function pointsUp(from, to) {
  if (!workerFolder.test(from) || !to.startsWith('apps/worker/')) {
    return false;
  }
  const [own, other] = [from, to].map((path) => workerFolder.exec(path)?.[1] ?? '');
  const floorOf = (folder) => {
    const floor = workerFloors.findIndex((folders) => folders.includes(folder));
    return floor < 0 ? workerFloors.length : floor;
  };
  return own !== other && floorOf(other) >= floorOf(own);
}

const mayRunOnServer = (pkg, path) =>
  pkg.runs === 'node' || serverSide.test(path) || serverEntry.test(path);

function judgeFlash({ specifier, pkg, path, isTest, byName }) {
  const name = specifier.split('/').slice(0, 2).join('/');
  const target = byName.get(name);
  if (!target) {
    return `${name} does not exist`;
  }
  if (target.kind === 'app') {
    return `${name} is an app, and apps are not imported`;
  }
  // Style sheets and message files have no place in an index of TypeScript.
  const isCode = !/\.(css|json)$/.test(specifier);
  const isServerPart = specifier === `${name}/server` && target.hasServerPart;
  if (specifier !== name && isCode && !isServerPart) {
    return `${specifier} reaches into a lib; import ${name}`;
  }
  if (isServerPart && !isTest && !serverSide.test(path)) {
    return `${specifier} is for the server of a site; this file reaches browsers`;
  }
  if (name === pkg.name) {
    return `${pkg.name} imports itself by name; use a relative path`;
  }
  if (target.reach === 'tests') {
    return isTest ? undefined : `${name} is for tests only`;
  }
  if (!pkg.declared.has(name)) {
    return `${name} is not declared in the package.json of ${pkg.name}`;
  }
  if (strangers.has(name) && strangers.has(pkg.name)) {
    return `${pkg.name} and ${name} do not know each other`;
  }
  return isWithinReach(target, pkg, isTest) ? undefined : `${name} is not for ${pkg.name}`;
}

/** Libs of one reach may build on each other; apps get what their side of the wire may hold. */
function isWithinReach(target, pkg, isTest) {
  if (target.reach === 'everyone' || isTest) {
    return true;
  }
  const isSite = sites.has(pkg.name) || pkg.reach === 'sites';
  if (target.reach === 'sites') {
    return isSite;
  }
  return target.reach === 'server' && !isSite && pkg.reach !== 'everyone';
}

const patterns = [
  // import … from 'x', export … from 'x'; the clause may run over several lines.
  /^[ \t]*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/gm,
  /^[ \t]*import\s*['"]([^'"]+)['"]/gm,
  /\b(?:import|require)\(\s*['"]([^'"]+)['"]/g,
  /^[ \t]*declare\s+module\s+['"]([^'"]+)['"]/gm,
];

/** Every specifier that a file imports, with its line. Text is enough: comments hold no imports. */
export function importsOf(file, text = readFileSync(file, 'utf8')) {
  return patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => ({
      specifier: match[1],
      line: text.slice(0, match.index).split('\n').length,
      isAugmentation: match[0].trimStart().startsWith('declare'),
    })),
  );
}

const skipped = new Set(['node_modules', 'dist', '.next', '.nx', 'coverage', 'public']);

/** Each app and lib with its tags: `{ name, dir, kind, reach, runs, declared, hasServerPart }`. */
export function listPackages(workspace) {
  return ['apps', 'libs'].flatMap((group) =>
    readdirSync(join(workspace, group))
      .map((folder) => join(workspace, group, folder))
      .filter((dir) => existsSync(join(dir, 'package.json')))
      .map(readPackage),
  );
}

function readPackage(dir) {
  const manifest = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
  const tags = Object.fromEntries((manifest.nx?.tags ?? []).map((tag) => tag.split(':')));
  const declared = { ...manifest.dependencies, ...manifest.devDependencies };
  const hasServerPart = manifest.exports?.['./server'] !== undefined;
  return {
    name: manifest.name,
    dir,
    ...tags,
    declared: new Set(Object.keys(declared)),
    hasServerPart,
  };
}

export function listSources(dir) {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) {
      return skipped.has(entry.name) ? [] : listSources(path);
    }
    return /\.(ts|tsx|mts|mjs|js|jsx)$/.test(entry.name) ? [path] : [];
  });
}

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
