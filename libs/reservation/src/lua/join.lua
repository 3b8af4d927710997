--[[
Gives a buyer a place at the tail of the line, or the same place again.
KEYS  1 meta  2 log  3 line  4 holds  5 claims  6 consumed  7 inventory  8 expiry
ARGV  1 buyer  2 bearer (1: the caller proved that this place is his)  3 seq of a ticket, or ''
Returns {code, place, waiting, free, held, wake, epoch, n, now}: 1 joined · 2 already ·
  3 not open · 4 ended · 5 sold out · 6 known, and not proved
]]
--@include open
--@include halt
--@include write
--@include hold
--@include place
local line, holds, claims, consumed = KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local buyer, bearer = ARGV[1], ARGV[2] == '1'
local sale, no = open(8, 3, 'seq', 'startsAt', 'endsAt', 'lobbyOpensAt', 'closed', 'paused', 'wake',
  'graceUntil', 'shift', 'extensions')
if not sale then return no end
local ticket = optional(3)

local known = place(line, holds, claims, consumed, buyer, sale)
local state = string.sub(known, 1, 1)
local size = redis.call('ZCARD', line)
local free = tonumber(redis.call('GET', KEYS[7]))
if not free then return HALTED end
local held = redis.call('ZCARD', KEYS[8])
local taken = state ~= 'n' and state ~= 'e' and state ~= 'l'
local function answer(code, wake)
  return { code, known, size, free, held, wake, sale.epoch, sale.n, sale.now }
end
if taken and bearer then return answer(2, 0) end
if sale.closed == 1 or sale.now >= sale.endsAt then return answer(4, 0) end
if sale.now < sale.lobbyOpensAt then return answer(3, 0) end
if taken then return answer(6, 0) end
if free + held + redis.call('ZCARD', claims) == 0 then return answer(5, 0) end
if sale.n > sale.storedN and sale.now - sale.oldestAt > 5000 then return LAGGING end

-- A ticket of an older epoch whose place was lost with Redis: the old place for as long as nobody
-- of this epoch is served, later the tail, and the log says so.
local seq, late = sale.seq + 1, 0
if ticket and state == 'n' and ticket < sale.epoch * 1e9 then
  local mark = tonumber(redis.call('HGET', KEYS[1], 'mark:' .. math.floor(ticket / 1e9)))
  if mark and ticket > mark then
    if sale.now < sale.graceUntil then seq = ticket else late = 1 end
  end
end
local wake = (free > 0 and sale.wake ~= 1 and sale.paused ~= 1 and sale.now >= sale.startsAt) and 1 or 0
write(sale, 'join', ' ' .. seq .. ' ' .. buyer .. ' ' .. late,
  'seq', math.max(seq, sale.seq), 'wake', math.max(wake, sale.wake))
redis.call('ZADD', line, seq, buyer)
-- A sale without a line may be at rest, and its wake-up can get lost with the process that sends it.
if size == 0 or wake == 1 then tellWorkers() end
if state ~= 'n' then redis.call('HDEL', holds, buyer) end
size = size + 1
known = 'w ' .. seq .. ' ' .. (seq > sale.seq and size or redis.call('ZRANK', line, buyer) + 1)
return answer(1, wake)
