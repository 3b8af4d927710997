--[[
Gives the unit of a refunded order back to the line. The first call counts.
KEYS  1 meta  2 log  3 holds  4 claims  5 consumed  6 inventory  7 units free
  8 networks  9 places by network
ARGV  1 buyer  2 unit  3 attempt (the order's fence)
Returns {code, epoch, n}: 1 returned · 2 already
]]
--@include open
--@include halt
--@include write
--@include hold
--@include sold
--@include units
--@include network
local buyer, holds, claims, consumed = ARGV[1], KEYS[3], KEYS[4], KEYS[5]
local inventory, unitsFree = KEYS[6], KEYS[7]
local sale, no = begin(9, 3, 'shift', 'nextUnit')
if not sale then return no end
local unit, attempt = whole(2, 1), whole(3)
local sold = redis.call('HGET', consumed, buyer)
-- An order may be refunded before its claim was settled.
local own = sold and readSold(sold) or readHold(redis.call('HGET', holds, buyer), sale.shift)
if own.attempt ~= attempt then return { 2, sale.epoch, sale.n } end
if own.unit ~= unit or not mayReturn(sale, inventory, unitsFree, unit) then return halt('refund') end

leaveNetworks(KEYS[8], KEYS[9], { buyer })
redis.call('HDEL', consumed, buyer)
redis.call('ZREM', claims, buyer)
redis.call('HSET', holds, buyer, 'l ' .. own.seq .. ' ' .. sale.now)
giveBack(inventory, unitsFree, unit)
publish(sale, write(sale, 'refund', ' ' .. buyer .. ' ' .. unit .. ' ' .. attempt))
return { 1, sale.epoch, sale.n }
