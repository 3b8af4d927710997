import { expect, test } from 'vitest';
import { hostsOf, resetCall } from './reset-member.ts';

test.each([
  ['mongodb://root:secret@127.0.0.1:27017/shop?replicaSet=rs0', '127.0.0.1:27017'],
  ['mongodb://root:s@cret@a:1,b:2,c:3/shop', 'a:1,b:2,c:3'],
  ['mongodb://a:1,b:2', 'a:1,b:2'],
  ['mongodb+srv://root:secret@cluster.example.org', 'cluster.example.org'],
  ['secret', 'the address that was given'],
])('in messages %s is shown as %s', (uri, told) => {
  expect(hostsOf(uri)).toBe(told);
});

test.each([
  [['reset', 'ada@example.org'], 'ada@example.org'],
  [[], null],
  [['reset'], null],
  [['reset', 'ada'], null],
  [['delete', 'ada@example.org'], null],
  [['reset', 'ada@example.org', 'eve@example.org'], null],
])('the arguments %j ask for a link for %s', (args, email) => {
  expect(resetCall(args)).toBe(email);
});
