--[[
A committed order turns its claim into a sold unit.
KEYS  1 meta  2 log  3 holds  4 claims  5 consumed  6 networks  7 places by network
ARGV  1 buyer  2 unit  3 attempt (the order's fence)  4 order
Returns {code, epoch, n}: 1 settled · 2 already · 3 not this attempt's claim
]]
--@include open
--@include halt
--@include write
--@include hold
--@include sold
--@include network
local buyer, order, holds, claims, consumed = ARGV[1], ARGV[4], KEYS[3], KEYS[4], KEYS[5]
local sale, no = begin(7, 4, 'shift')
if not sale then return no end
local unit, attempt = whole(2, 1), whole(3)
local sold = redis.call('HGET', consumed, buyer)
if sold then return { readSold(sold).attempt == attempt and 2 or 3, sale.epoch, sale.n } end
local hold = readHold(redis.call('HGET', holds, buyer), sale.shift)
if hold.attempt ~= attempt then return { 3, sale.epoch, sale.n } end
if hold.unit ~= unit or not redis.call('ZSCORE', claims, buyer) then return halt('settle') end

leaveNetworks(KEYS[6], KEYS[7], { buyer })
redis.call('ZREM', claims, buyer)
redis.call('HDEL', holds, buyer)
redis.call('HSET', consumed, buyer,
  table.concat({ unit, attempt, order, hold.seq, hold.fence }, ' '))
publish(sale, write(sale, 'settle', ' ' .. buyer .. ' ' .. unit .. ' ' .. attempt))
return { 1, sale.epoch, sale.n }
