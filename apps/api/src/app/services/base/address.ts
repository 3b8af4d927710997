import { isIP } from 'node:net';

/** One key per person as far as an address can tell: IPv4 whole, IPv6 by its /64. */
export function addressKey(ip: string): string {
  const plain = unmapped(ip);
  if (isIP(plain) !== 6) {
    return plain;
  }
  return groupsOf(plain).slice(0, 4).join(':');
}

/** The /48 of an IPv6 address, which one customer of a provider often has; null for IPv4. */
export function wideNetworkKey(ip: string): string | null {
  const plain = unmapped(ip);
  return isIP(plain) === 6 ? groupsOf(plain).slice(0, 3).join(':') : null;
}

export function isLoopback(ip: string): boolean {
  const plain = unmapped(ip);
  return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'));
}

/** Loopback, RFC 1918, link-local, carrier-grade NAT, and unique local IPv6. */
export function isPrivate(ip: string): boolean {
  const plain = unmapped(ip);
  if (isLoopback(plain)) {
    return true;
  }
  if (isIP(plain) === 6) {
    return /^f[cd]|^fe[89ab]/i.test(groupsOf(plain)[0]?.padStart(4, '0') ?? '');
  }
  if (isIP(plain) !== 4) {
    return false;
  }
  const [a = 0, b = 0] = plain.split('.').map(Number);
  if (a === 10 || (a === 192 && b === 168) || (a === 169 && b === 254)) {
    return true;
  }
  return (a === 172 && b >= 16 && b < 32) || (a === 100 && b >= 64 && b < 128);
}

/** `::ffff:10.0.0.1` is 10.0.0.1; a zone (`fe80::1%eth0`) says nothing about the person. */
function unmapped(ip: string): string {
  const bare = ip.split('%', 1)[0] ?? ip;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1];
  if (mapped) {
    return mapped;
  }
  const hex = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(bare);
  if (!hex) {
    return bare;
  }
  const [high, low] = [Number.parseInt(hex[1] ?? '', 16), Number.parseInt(hex[2] ?? '', 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function groupsOf(ip: string): string[] {
  const [head = '', tail] = ip.toLowerCase().split('::');
  const left = head ? head.split(':') : [];
  const right = tail ? tail.split(':') : [];
  const gap = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  return [...left, ...Array<string>(gap).fill('0'), ...right].map((g) => g.replace(/^0+(?=.)/, ''));
}
