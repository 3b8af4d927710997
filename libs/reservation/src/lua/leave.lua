--[[
Gives a place or a hold back. The place is remembered as left: no ticket brings it back.
KEYS  1 meta  2 log  3 line  4 holds  5 expiry  6 consumed  7 inventory  8 units free
  9 networks  10 places by network  11 lost holds
ARGV  1 buyer  2 token of the command  3 seq of the place that the caller proved, or ''
Returns {code, epoch, n, now}: 1 place given · 2 hold given · 3 nothing · 4 claimed
  {5, epoch, order}: sold
]]
--@include open
--@include halt
--@include write
--@include hold
--@include sold
--@include waiting
--@include units
--@include network
--@include lost
local buyer, token, line, holds, expiry = ARGV[1], ARGV[2], KEYS[3], KEYS[4], KEYS[5]
local inventory, unitsFree = KEYS[7], KEYS[8]
local sale, no = begin(11, 3, 'shift', 'nextUnit', 'logTypes')
if not sale then return no end
local proved = optional(3)
local function answer(code)
  return { code, sale.epoch, sale.n, sale.now }
end
local function isAnother(seq)
  return proved and proved ~= seq
end
local key = redis.call('ZSCORE', line, buyer)
if key then
  local seq = tonumber(seqOf(sale, holds, buyer, key))
  if isAnother(seq) then return answer(3) end
  leaveNetworks(KEYS[9], KEYS[10], { buyer })
  redis.call('ZREM', line, buyer)
  redis.call('HSET', holds, buyer, table.concat({ 'l', seq, sale.now, token, 1 }, ' '))
  write(sale, 'leave', ' ' .. buyer .. ' ' .. seq .. ' -')
  return answer(1)
end
local sold = redis.call('HGET', KEYS[6], buyer)
if sold then
  sold = readSold(sold)
  return isAnother(sold.seq) and answer(3) or { 5, sale.epoch, sold.orderId }
end
local hold = readHold(redis.call('HGET', holds, buyer), sale.shift)
if hold.phase == 'l' and hold.token == token then return answer(hold.code) end
if not hold.unit or isAnother(hold.seq) then return answer(3) end
if hold.phase == 'c' then return answer(4) end
if not redis.call('ZSCORE', expiry, buyer) or not mayReturn(sale, inventory, unitsFree, hold.unit) then
  return halt('leave')
end

local counted = oneMoreLost(KEYS[11], { buyer }, sale.now)
leaveNetworks(KEYS[9], KEYS[10], { buyer })
redis.call('ZREM', expiry, buyer)
redis.call('HSET', KEYS[11], unpack(counted))
redis.call('HSET', holds, buyer, table.concat({ 'l', hold.seq, sale.now, token, 2 }, ' '))
giveBack(inventory, unitsFree, hold.unit)
publish(sale, write(sale, 'leave', ' ' .. buyer .. ' ' .. hold.seq .. ' ' .. hold.unit))
return answer(2)
