import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { BlockList, isIP } from 'node:net';

/** Where this process may send what a member has asked for. */
export interface TargetPolicy {
  /** Also to private, loopback and link-local addresses. */
  allowPrivate: boolean;
  /** Also without TLS. */
  allowHttp: boolean;
}

/** Everything that is not a public unicast address (IANA's registries of special-purpose addresses). */
const special = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // Link-local; cloud providers answer with credentials there.
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  special.addSubnet(network, bits, 'ipv4');
}
for (const [network, bits] of [
  // Teredo and other protocols, documentation, 6to4: each may lead to an IPv4 address inside.
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  special.addSubnet(network, bits, 'ipv6');
}
/** Of IPv6 only this is public; the rest is loopback, mapped, translated, local or multicast. */
const publicV6 = new BlockList();
publicV6.addSubnet('2000::', 3, 'ipv6');

export function isPublicAddress(ip: string): boolean {
  const kind = isIP(ip);
  if (kind === 4) {
    return !special.check(ip, 'ipv4');
  }
  return kind === 6 && publicV6.check(ip, 'ipv6') && !special.check(ip, 'ipv6');
}

/** The address may not be used; nothing was sent. */
export class TargetRefused extends Error {}

/** What is wrong with an address as it is written; null: nothing, though its name may still lead inside. */
export function targetFault(text: string, policy: TargetPolicy): string | null {
  const url = URL.parse(text);
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    return 'must be an http or https address';
  }
  if (url.protocol === 'http:' && !policy.allowHttp) {
    return 'must be an https address';
  }
  if (url.username !== '' || url.password !== '') {
    return 'must not contain a user or password';
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !policy.allowPrivate && !isPublicAddress(host)) {
    return 'must not be a private or special address';
  }
  return null;
}

type Answered = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

/**
 * Looks a name up for a connection and refuses it if any of its addresses is not public. The connection goes to
 * exactly the addresses that were checked: nothing asks for the name a second time.
 */
export function pinnedLookup(policy: TargetPolicy) {
  return (hostname: string, options: LookupOptions, answer: Answered): void => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) {
        answer(error, []);
        return;
      }
      const bad = policy.allowPrivate
        ? null
        : found.find(({ address }) => !isPublicAddress(address));
      const [first] = found;
      if (bad || !first) {
        answer(new TargetRefused('the name leads to a private or special address'), []);
      } else if (options.all) {
        answer(null, found);
      } else {
        answer(null, first.address, first.family);
      }
    });
  };
}
