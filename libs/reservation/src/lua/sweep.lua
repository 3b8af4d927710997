--[[
Ends the holds that are due, and reports claims whose lease lapsed: those the record decides.
KEYS  1 meta  2 log  3 holds  4 expiry  5 claims  6 inventory  7 units free
  8 networks  9 places by network  10 lost holds
ARGV  1 how many at most  2 the latest time that the caller believes, or ''
Returns {epoch, now, n, next expiry or -1, more (1), {seq, …} and entry of the expired (if any),
  {buyer, seq, unit, fence, attempt, leaseUntil, …} of the lapsed}
]]
--@include open
--@include halt
--@include write
--@include hold
--@include units
--@include over
--@include network
--@include lost
local holds, expiry, claims, inventory, unitsFree = KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7]
local sale, no = begin(10, 2, 'shift', 'honour', 'closed', 'endsAt', 'nextUnit')
if not sale then return no end
local max, latest = math.min(whole(1, 1), 500), optional(2)
-- The clock was set forward: what looks due is not.
if latest and sale.now > latest then return CLOCK end
local limit = holdsAreVoid(sale) and '+inf' or sale.now - sale.shift
local due = redis.call('ZRANGEBYSCORE', expiry, '-inf', limit, 'LIMIT', 0, max)
local raw = #due > 0 and redis.call('HMGET', holds, unpack(due))
local text, remains, units, seqs = {}, {}, {}, {}
for i, buyer in ipairs(due) do
  local hold = readHold(raw[i], sale.shift)
  if hold.phase ~= 'h' or not mayReturn(sale, inventory, unitsFree, hold.unit) then
    return halt('sweep')
  end
  text[i] = ' ' .. buyer .. ' ' .. hold.unit .. ' ' .. hold.fence
  remains[2 * i - 1], remains[2 * i] = buyer, 'e ' .. hold.seq .. ' ' .. sale.now
  units[2 * i - 1], units[2 * i] = hold.unit, hold.unit
  seqs[i] = hold.seq
end
local lapsed = {}
for _, buyer in ipairs(redis.call('ZRANGEBYSCORE', claims, '-inf', sale.now, 'LIMIT', 0, 100)) do
  local hold = readHold(redis.call('HGET', holds, buyer), sale.shift)
  if hold.phase ~= 'c' then return halt('lapsed') end
  local lease = redis.call('ZSCORE', claims, buyer)
  lapsed[#lapsed + 1] = table.concat({ buyer, hold.seq, hold.unit, hold.fence, hold.attempt, lease }, ' ')
end

local entry = ''
if #due > 0 then
  local counted = oneMoreLost(KEYS[10], due, sale.now)
  leaveNetworks(KEYS[8], KEYS[9], due)
  redis.call('ZREM', expiry, unpack(due))
  redis.call('HSET', KEYS[10], unpack(counted))
  redis.call('HSET', holds, unpack(remains))
  redis.call('ZADD', unitsFree, unpack(units))
  redis.call('INCRBY', inventory, #due)
  entry = write(sale, 'expire', table.concat(text))
  publish(sale, entry)
end
local first = redis.call('ZRANGE', expiry, 0, 0, 'WITHSCORES')[2]
local nextAt = first and first + sale.shift or -1
local more = #due == max and 1 or 0
return { sale.epoch, sale.now, sale.n, nextAt, more, entry, table.concat(seqs, ' '), lapsed }
