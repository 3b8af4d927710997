// node --import ./bench/slow-grants.mjs: every grant of this process takes two milliseconds longer. Only for the
// bench's test of itself, which has to notice it; no program of the product loads this file.
import { Redis } from 'ioredis';

const MS = 2;
const LOCK_KEY_AT = 4;
const send = Redis.prototype.sendCommand;

/** Grant is the one script whose third key is the drain lock. */
const isGrant = ({ name, args }) =>
  name.toLowerCase() === 'evalsha' && String(args[LOCK_KEY_AT]).startsWith('fslock:');

Redis.prototype.sendCommand = function slowly(command, ...rest) {
  if (!isGrant(command)) {
    return send.call(this, command, ...rest);
  }
  setTimeout(() => send.call(this, command, ...rest), MS);
  return command.promise;
};
