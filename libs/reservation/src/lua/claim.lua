--[[
Takes a hold out of the expiry for one attempt to pay, under a fresh fence and a lease.
KEYS  1 meta  2 log  3 holds  4 expiry  5 claims  6 consumed
ARGV  1 buyer  2 token of the attempt  3 lease in ms  4 fence that the caller names, or ''
  5 seq of the place that the caller proved, or '' (any place of this buyer)
Returns {code, epoch, now, …}: 1 claimed: hold, attempt, leaseUntil, fresh · 2 in progress: attempt,
  leaseUntil · 3 sold: unit, attempt, order · 4 no hold · 5 expired · 6 ended · 7 wrong fence
  8 declined too often to be asked again before: retryAt
]]
--@include open
--@include halt
--@include write
--@include hold
--@include sold
--@include over
local buyer, token, holds, claims = ARGV[1], ARGV[2], KEYS[3], KEYS[5]
local sale, no = begin(6, 5, 'fence', 'shift', 'extensions', 'honour', 'closed', 'endsAt')
if not sale then return no end
local leaseMs, named, proved = whole(3, 1), optional(4), optional(5)
local function answer(code, ...)
  return { code, sale.epoch, sale.now, ... }
end

local sold = redis.call('HGET', KEYS[6], buyer)
if sold then
  sold = readSold(sold)
  if proved and sold.seq ~= 0 and proved ~= sold.seq then return answer(4) end
  local its = named == sold.attempt or named == sold.fence or sold.fence == 0
  if named and not its then return answer(7) end
  return answer(3, sold.unit, sold.attempt, sold.orderId)
end
local hold = readHold(redis.call('HGET', holds, buyer), sale.shift)
if proved and proved ~= hold.seq then return answer(4) end
if hold.phase == 'e' then return answer(5) end
if not hold.unit then return answer(4) end
if named and named ~= hold.fence then return answer(7) end
local lease = tonumber(redis.call('ZSCORE', claims, buyer))
if (hold.phase == 'c') ~= (lease ~= nil) then return halt('claim') end
if lease then
  if hold.token ~= token then return answer(2, hold.attempt, lease) end
  return answer(1, showHold(hold, sale.extensions), hold.attempt, lease, 0)
end
if sale.now >= hold.expiresAt then return answer(5) end
if holdsAreVoid(sale) then return answer(6) end
if hold.retryAt > sale.now then return answer(8, hold.retryAt) end

local attempt = sale.fence + 1
hold.attempt, hold.token = attempt, token
lease = sale.now + leaseMs
redis.call('ZREM', KEYS[4], buyer)
redis.call('HSET', holds, buyer, holdText('c', hold, hold.expiresAt - sale.shift))
redis.call('ZADD', claims, lease, buyer)
write(sale, 'claim', ' ' .. buyer .. ' ' .. hold.fence .. ' ' .. attempt, 'fence', attempt)
return answer(1, showHold(hold, sale.extensions), attempt, lease, 1)
