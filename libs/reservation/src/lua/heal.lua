--[[
A live order owns a unit that Redis does not know as sold: the record wins. The unit has to be free,
or held by this very buyer; a place or another hold of his ends.
KEYS  1 meta  2 log  3 line  4 holds  5 expiry  6 consumed  7 inventory  8 units free
  9 networks  10 places by network
ARGV  1 buyer  2 unit  3 attempt (the order's fence)  4 order
Returns {code, epoch, n}: 1 settled · 2 already · 3 a claim of this buyer has to end first
]]
--@include open
--@include halt
--@include write
--@include hold
--@include sold
--@include waiting
--@include units
--@include network
local buyer, holds, consumed, inventory, unitsFree = ARGV[1], KEYS[4], KEYS[6], KEYS[7], KEYS[8]
local sale, no = begin(10, 4, 'shift', 'unitTop', 'nextUnit', 'logTypes')
if not sale then return no end
local unit, attempt = whole(2, 1), whole(3)
local sold = redis.call('HGET', consumed, buyer)
if sold then return { readSold(sold).attempt == attempt and 2 or 3, sale.epoch, sale.n } end
local hold = readHold(redis.call('HGET', holds, buyer), sale.shift)
if hold.phase == 'c' then return { 3, sale.epoch, sale.n } end
local mine = hold.unit == unit
local returned = redis.call('ZSCORE', unitsFree, unit)
local ahead = unit - sale.nextUnit
local fresh = ahead >= 0 and unit <= sale.unitTop
if not mine and not returned and not fresh then return halt('heal') end
if ahead > 1000 or not freeUnits(sale, inventory, unitsFree) then return halt('heal') end

local key = redis.call('ZSCORE', KEYS[3], buyer)
local seq = hold.unit and hold.seq or seqOf(sale, holds, buyer, key) or 0
leaveNetworks(KEYS[9], KEYS[10], { buyer })
redis.call('ZREM', KEYS[3], buyer)
redis.call('ZREM', KEYS[5], buyer)
redis.call('HDEL', holds, buyer)
if not mine then
  redis.call('ZREM', unitsFree, unit)
  for skipped = sale.nextUnit, unit - 1 do
    redis.call('ZADD', unitsFree, skipped, skipped)
  end
  redis.call('DECR', inventory)
  if hold.unit then giveBack(inventory, unitsFree, hold.unit) end
end
redis.call('HSET', consumed, buyer,
  table.concat({ unit, attempt, ARGV[4], seq, hold.fence or 0 }, ' '))
publish(sale, write(sale, 'settle', ' ' .. buyer .. ' ' .. unit .. ' ' .. attempt,
  'nextUnit', fresh and unit + 1 or sale.nextUnit))
return { 1, sale.epoch, sale.n }
