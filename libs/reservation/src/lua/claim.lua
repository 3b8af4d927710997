--[[
Takes a hold out of the expiry for one attempt to pay, under a fresh fence and a lease; any number of
them, in order.
KEYS  1 meta  2 log  3 holds  4 expiry  5 claims  6 consumed
ARGV  1 buyer  2 token of the attempt  3 lease in ms  4 fence that the caller names, or ''
  5 seq of the place that the caller proved, or '' (any place of this buyer) · and the same five of each
  further attempt
Returns for each {code, epoch, now, …}: 1 claimed: hold, attempt, leaseUntil, fresh · 2 in progress: attempt,
  leaseUntil · 3 sold: unit, attempt, order · 4 no hold · 5 expired · 6 ended · 7 wrong fence
  8 declined too often to be asked again before: retryAt
]]
--@include open
--@include each
--@include halt
--@include write
--@include hold
--@include sold
--@include over
local holds, claims = KEYS[3], KEYS[5]
local function check(at)
  return whole(at + 3, 1), optional(at + 4), optional(at + 5)
end
local function claim(sale, at)
  local buyer, token = ARGV[at + 1], ARGV[at + 2]
  local leaseMs, named, proved = check(at)
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
  sale.fence = sale.fence + 1
  hold.attempt, hold.token = sale.fence, token
  lease = sale.now + leaseMs
  redis.call('ZREM', KEYS[4], buyer)
  redis.call('HSET', holds, buyer, holdText('c', hold, hold.expiresAt - sale.shift))
  redis.call('ZADD', claims, lease, buyer)
  write(sale, 'claim', ' ' .. buyer .. ' ' .. hold.fence .. ' ' .. hold.attempt, 'fence', sale.fence)
  return answer(1, showHold(hold, sale.extensions), hold.attempt, lease, 1)
end
return each(begin, 6, 5, { 'fence', 'shift', 'extensions', 'honour', 'closed', 'endsAt' }, check, claim)
