import { execFileSync } from 'node:child_process';
import { findOnPath } from '../binary.mjs';

/**
 * A Docker command without a running engine is common, so `docker info` asks the engine. The container
 * runs in the foreground of `docker run`: stopping that process stops the server, as with a binary.
 */
export const docker = {
  name: 'Docker',
  probe(_engine, { env }) {
    if (!findOnPath('docker', env.PATH)) {
      return { ok: false, detail: 'no docker on PATH' };
    }
    try {
      const options = { env, encoding: 'utf8', timeout: 5000, stdio: ['ignore', 'pipe', 'ignore'] };
      const version = execFileSync('docker', ['info', '--format', '{{.ServerVersion}}'], options);
      if (version.trim()) {
        return { ok: true, detail: `Docker ${version.trim()}` };
      }
    } catch {}
    return { ok: false, detail: 'no Docker engine answers', fix: 'Start Docker.' };
  },

  async provide(engine, { env, log }) {
    log(`using ${engine.title} from the image ${engine.image}`);
    const options = { env, timeout: 600_000, stdio: 'ignore' };
    execFileSync('docker', ['pull', '--quiet', engine.image], options);
    return {
      kind: 'docker',
      image: engine.image,
      major: Number(/:(\d+)/.exec(engine.image)[1]),
      // Inside a container 127.0.0.1 is the container's; -p opens the port to this machine only.
      bind: '0.0.0.0',
      command: (argv, place) => dockerRun(engine.image, argv, place),
    };
  },
};

/** The folder has the same path inside and outside, so the options need no translation. */
function dockerRun(image, argv, { dir, port, env = {} }) {
  const user = process.getuid ? ['--user', `${process.getuid()}:${process.getgid()}`] : [];
  const variables = Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  const mount = ['-v', `${dir}:${dir}`, '-p', `127.0.0.1:${port}:${port}`];
  return ['docker', 'run', '--rm', '--init', ...user, ...variables, ...mount, image, ...argv];
}
