const systems = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const processors = [
  'arm64',
  'arm',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'x64',
];

/**
 * npm writes only those binary packages into the lock file that it saw while writing it, and then
 * refuses to install from that file, or leaves another system without its compiler. Their versions
 * are exact and their names say for which system they are, so the entries can be filled in.
 */
export function completeLock(lock) {
  const added = {};
  for (const [path, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const target = `node_modules/${name}`;
      if (isLocked(lock, path, name) || added[target]) continue;
      const place = systemOf(name);
      if (place && /^\d/.test(version)) added[target] = entryFor(version, entry, place);
    }
  }
  const all = Object.entries({ ...lock.packages, ...added });
  const packages = Object.fromEntries(all.sort(([left], [right]) => (left < right ? -1 : 1)));
  return { added: Object.keys(added), lock: { ...lock, packages } };
}

/** As Node resolves: beside the package, then in each folder above it. */
function isLocked({ packages }, path, name) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(folder.lastIndexOf('/'), 0))) {
    if (packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]) return true;
    if (!folder) return false;
  }
}

function systemOf(name) {
  const words = name.split(/[-/]/);
  const os = systems.find((system) => words.includes(system));
  const cpu = processors.find((each) => words.some((word) => word === each));
  if (!os || !cpu) return undefined;
  const libc = /musl/.test(name) ? 'musl' : /gnu/.test(name) ? 'glibc' : undefined;
  return { os: [os], cpu: [cpu], ...(libc && os === 'linux' ? { libc: [libc] } : {}) };
}

const entryFor = (version, { dev, license }, { os, cpu, libc }) => ({
  version,
  cpu,
  ...(dev ? { dev } : {}),
  ...(libc ? { libc } : {}),
  ...(license ? { license } : {}),
  optional: true,
  os,
});
