--[[
Takes a hold away; its buyer may join again at the tail.
KEYS  1 meta  2 log  3 line  4 holds  5 expiry  6 consumed  7 inventory  8 units free
  9 networks  10 places by network
ARGV  1 buyer  2 token of the command
Returns {code, epoch, n}: 1 done · 2 nothing · 3 claimed · 4 sold · 5 waiting
]]
--@include open
--@include halt
--@include write
--@include hold
--@include units
--@include network
local buyer, token, holds, expiry = ARGV[1], ARGV[2], KEYS[4], KEYS[5]
local inventory, unitsFree = KEYS[7], KEYS[8]
local sale, no = begin(10, 2, 'shift', 'nextUnit')
if not sale then return no end
local function answer(code)
  return { code, sale.epoch, sale.n }
end
if redis.call('ZSCORE', KEYS[3], buyer) then return answer(5) end
local hold = readHold(redis.call('HGET', holds, buyer), sale.shift)
if hold.phase == 'e' and hold.token == token then return answer(1) end
if hold.phase == 'c' then return answer(3) end
if not hold.unit then return answer(redis.call('HEXISTS', KEYS[6], buyer) == 1 and 4 or 2) end
if not redis.call('ZSCORE', expiry, buyer) or not mayReturn(sale, inventory, unitsFree, hold.unit) then
  return halt('release')
end

leaveNetworks(KEYS[9], KEYS[10], { buyer })
redis.call('ZREM', expiry, buyer)
redis.call('HSET', holds, buyer, table.concat({ 'e', hold.seq, sale.now, token, 1 }, ' '))
giveBack(inventory, unitsFree, hold.unit)
publish(sale, write(sale, 'release', ' ' .. buyer .. ' ' .. hold.unit .. ' ' .. hold.fence))
return answer(1)
