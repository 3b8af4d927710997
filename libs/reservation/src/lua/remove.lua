--[[
Takes place or hold away for good: a removed buyer cannot join this sale again.
KEYS  1 meta  2 log  3 line  4 holds  5 expiry  6 consumed  7 inventory  8 units free
  9 networks  10 places by network
ARGV  1 buyer  2 token of the command
Returns {code, epoch, n}: 1 done · 2 nothing (unknown, or removed already) · 3 claimed · 4 sold
]]
--@include open
--@include halt
--@include write
--@include hold
--@include waiting
--@include units
--@include network
local buyer, token, line, holds, expiry = ARGV[1], ARGV[2], KEYS[3], KEYS[4], KEYS[5]
local inventory, unitsFree = KEYS[7], KEYS[8]
local sale, no = begin(10, 2, 'shift', 'nextUnit', 'logTypes')
if not sale then return no end
local function answer(code)
  return { code, sale.epoch, sale.n }
end
local hold = readHold(redis.call('HGET', holds, buyer), sale.shift)
local key = redis.call('ZSCORE', line, buyer)
local seq = seqOf(sale, holds, buyer, key) or hold.seq
if hold.phase == 'r' and hold.token == token then return answer(1) end
if hold.phase == 'c' then return answer(3) end
if redis.call('HEXISTS', KEYS[6], buyer) == 1 then return answer(4) end
if not seq or hold.phase == 'r' then return answer(2) end
if hold.unit and not (redis.call('ZSCORE', expiry, buyer)
  and mayReturn(sale, inventory, unitsFree, hold.unit)) then
  return halt('remove')
end

leaveNetworks(KEYS[9], KEYS[10], { buyer })
redis.call('ZREM', line, buyer)
redis.call('ZREM', expiry, buyer)
redis.call('HSET', holds, buyer, table.concat({ 'r', seq, sale.now, token, 1 }, ' '))
if hold.unit then giveBack(inventory, unitsFree, hold.unit) end
publish(sale, write(sale, 'remove', ' ' .. buyer .. ' ' .. seq .. ' ' .. (hold.unit or '-')))
return answer(1)
