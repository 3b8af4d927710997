--[[
Hands units to the head of the line, in order. Near the end of the stock the units come checked. With a
time for the lock, one that is free is taken where more is left to do, and given back where nothing is.
KEYS  1 meta  2 log  3 lock  4 line  5 holds  6 expiry  7 inventory  8 units free
ARGV  1 lock token  2 how many at most  3 clear the wake flag (1)  4 checked units, by spaces
  5 ms for which a free lock is taken, or '' (only its owner is served)
  6 the latest time that the caller believes, or ''
Returns {code, waiting, free, epoch, now, …}: 1 granted: n, extensions, entry · 2 check these units ·
  3 empty line · 4 nothing free · 5 paused · 6 window · 7 grace · 8 not the lock's owner
]]
--@include open
--@include halt
--@include write
--@include units
--@include waiting
--@include older
--@include lock
--@include batch
local line, holds, expiry, inventory, unitsFree = KEYS[4], KEYS[5], KEYS[6], KEYS[7], KEYS[8]
local sale, no = begin(8, 6, 'halted', 'paused', 'closed', 'startsAt', 'endsAt', 'graceUntil', 'stock',
  'fastPassPercent', 'fence', 'unitTop', 'nextUnit', 'holdMs', 'price', 'extensions', 'shift',
  'serving', 'granted', 'wake', 'logTypes')
if not sale then return no end
local max, lockMs, latest = math.min(whole(2, 1), 200), optional(5, 1), optional(6)
-- The clock was set forward: a hold that is given now would move with those that were given before.
if latest and sale.now > latest then return CLOCK end
local owner = lockOwner(KEYS[3], ARGV[1])
if owner ~= ARGV[1] and (owner or not lockMs) then return { 8 } end
if sale.halted ~= '' then return HALTED end
local free = freeUnits(sale, inventory, unitsFree)
if not free then return halt('inventory') end
local waiting = redis.call('ZCARD', line)
-- Clear the wake flag before reading the line, so that a later join sets it again.
if ARGV[3] == '1' and sale.wake == 1 then redis.call('HSET', KEYS[1], 'wake', 0) end

local function answer(code, isMore, ...)
  keepLock(KEYS[3], owner, isMore, ARGV[1], lockMs)
  return { code, waiting, free, sale.epoch, sale.now, ... }
end
if sale.paused == 1 then return answer(5) end
if sale.closed == 1 or sale.now < sale.startsAt or sale.now >= sale.endsAt then return answer(6) end
if waiting == 0 then return answer(3) end
if free == 0 then return answer(4) end
local eligible = waiting
if sale.now < sale.graceUntil then
  eligible = olderPlaces(sale, line, holds, max)
  if eligible == 0 then return answer(7) end
end

local spare = free - math.ceil(sale.stock * sale.fastPassPercent / 100)
local mode = spare > 0 and 'normal' or 'fast'
local k = math.min(max, eligible, spare > 0 and spare or free)
local units, returned = nextUnits(sale, unitsFree, k)
if mode == 'fast' then
  k = checkedUnits(units, ARGV[4])
  if k == 0 then return answer(2, true, table.concat(units, ' ')) end
end
local entry = grantBatch(sale, line, holds, expiry, inventory, unitsFree, mode, k, units, returned)
return answer(1, k < waiting and k < free, sale.n, sale.extensions, entry)
