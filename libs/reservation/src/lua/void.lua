--[[
Ends an attempt without an order: held again if time is left, else the unit is free. An attempt
that was declined is counted in the hold: after some the next one has to wait, at last the hold ends.
KEYS  1 meta  2 log  3 holds  4 expiry  5 claims  6 inventory  7 units free
  8 networks  9 places by network  10 lost holds
ARGV  1 buyer  2 attempt  3 declines from which the next attempt waits, or '' (not declined)
  4 declines that end the hold  5 how long it waits, in ms
Returns {code, epoch, …}: 1 held: hold, ms to wait · 2 freed: unit, by its declines (1) ·
  3 not this attempt's claim
]]
--@include open
--@include halt
--@include write
--@include hold
--@include units
--@include over
--@include network
--@include lost
local buyer, holds, expiry, claims = ARGV[1], KEYS[3], KEYS[4], KEYS[5]
local inventory, unitsFree = KEYS[6], KEYS[7]
local sale, no = begin(10, 5, 'shift', 'extensions', 'honour', 'closed', 'endsAt', 'nextUnit')
if not sale then return no end
local attempt = whole(2)
local hold = readHold(redis.call('HGET', holds, buyer), sale.shift)
if hold.attempt ~= attempt then return { 3, sale.epoch } end
if not redis.call('ZSCORE', claims, buyer) or redis.call('ZSCORE', expiry, buyer)
  or not mayReturn(sale, inventory, unitsFree, hold.unit) then
  return halt('void')
end
local waitFrom, endAt, waitMs = optional(3), optional(4), optional(5)
local timeLeft = sale.now < hold.expiresAt and not holdsAreVoid(sale)
local tooOften, toWait = false, 0
if waitFrom and timeLeft then
  hold.declines = hold.declines + 1
  tooOften = hold.declines >= endAt
  toWait = hold.declines >= waitFrom and waitMs or 0
  hold.retryAt = sale.now + toWait
  timeLeft = not tooOften
end
local due = hold.expiresAt - sale.shift
local back = timeLeft and 'held' or 'freed'
local counted = oneMoreLost(KEYS[10], { buyer }, sale.now)
local text = ' ' .. table.concat({ buyer, hold.unit, attempt, back, hold.expiresAt }, ' ')

redis.call('ZREM', claims, buyer)
if timeLeft then
  redis.call('HSET', holds, buyer, holdText('h', hold, due))
  redis.call('ZADD', expiry, due, buyer)
  publish(sale, write(sale, 'void', text))
  return { 1, sale.epoch, showHold(hold, sale.extensions), toWait }
end
leaveNetworks(KEYS[8], KEYS[9], { buyer })
redis.call('HSET', KEYS[10], unpack(counted))
redis.call('HSET', holds, buyer, 'e ' .. hold.seq .. ' ' .. sale.now)
giveBack(inventory, unitsFree, hold.unit)
publish(sale, write(sale, 'void', text))
return { 2, sale.epoch, hold.unit, tooOften and 1 or 0 }
