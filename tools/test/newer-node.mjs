import { findNewer, withNode } from '../runtimes/nodes.mjs';
import { runVitest } from './vitest.mjs';

/** Sites and shared code run in environments that change with Node; the engines' clients do not. */
const paths = ['apps/site-web/', 'apps/admin-web/', 'libs/web/', 'libs/shared-'];

/**
 * The pure tests once more on the newest Node, where `npm run verify -- runtimes` has fetched one:
 * globals that a new release brings are what breaks first.
 */
export function newerNodeStages(env = process.env) {
  const node = findNewer(env);
  if (!node) return [];
  const run = () =>
    runVitest({ paths, engines: { env: withNode(node) }, node: node.path, pure: true });
  return [{ name: `tests on Node ${node.version}`, run }];
}
