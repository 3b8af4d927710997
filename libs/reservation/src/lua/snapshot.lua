--[[
All counters and rules in one moment; counters that contradict each other halt granting.
KEYS  1 meta  2 line  3 inventory  4 units free  5 expiry  6 claims  7 consumed  8 holds
Returns {free, held, claimed, sold, waiting, now, seq of the head or -1, next expiry or -1,
  1 when a process of an older release left rules out, {field of meta, …},
  number of the newest type that is allowed or 0, first end of a lease or -1}
]]
--@include open
--@include halt
--@include units
--@include waiting
local sale, no = open(8, 0, 'unitTop', 'nextUnit', 'stock', 'shift', 'holdsBeforeWait', 'logTypes')
if not sale then return no end
local held, claimed = redis.call('ZCARD', KEYS[5]), redis.call('ZCARD', KEYS[6])
local sold = redis.call('HLEN', KEYS[7])
local free = freeUnits(sale, KEYS[3], KEYS[4])
if not free then halt('inventory') end
if free and free + held + claimed + sold ~= sale.stock then halt('stock') end
local _, seqs = headOf(sale, KEYS[2], KEYS[8], 1)
local first = redis.call('ZRANGE', KEYS[5], 0, 0, 'WITHSCORES')[2]
return {
  tonumber(redis.call('GET', KEYS[3])) or -1, held, claimed, sold, redis.call('ZCARD', KEYS[2]),
  sale.now, tonumber(seqs[1] or -1), first and first + sale.shift or -1,
  sale.holdsBeforeWait and 0 or 1,
  redis.call('HMGET', KEYS[1], 'epoch', 'n', 'seq', 'serving', 'fence', 'stock', 'granted',
    'startsAt', 'endsAt', 'lobbyOpensAt', 'paused', 'pauseReason', 'pauseSince', 'message',
    'closed', 'version', 'halted', 'graceUntil', 'storedN',
    'run'),
  sale.logTypes or 0, tonumber(redis.call('ZRANGE', KEYS[6], 0, 0, 'WITHSCORES')[2] or -1),
}
