--[[
Gives a holder more time, as often as the rules allow.
KEYS  1 meta  2 log  3 holds  4 expiry
ARGV  1 buyer  2 fence that the caller names, or ''  3 token of the command
  4 seq of the place that the caller proved, or ''
Returns {code, epoch, now, hold}: 1 extended · 2 no hold · 3 expired · 4 none left · 5 claimed ·
  6 wrong fence
]]
--@include open
--@include halt
--@include write
--@include hold
--@include over
local buyer, token, holds = ARGV[1], ARGV[3], KEYS[3]
local sale, no = begin(4, 4, 'shift', 'extensions', 'extensionMs', 'honour', 'closed', 'endsAt')
if not sale then return no end
local named, proved = optional(2), optional(4)
local function answer(code)
  return { code, sale.epoch, sale.now, '' }
end
local hold = readHold(redis.call('HGET', holds, buyer), sale.shift)
if proved and proved ~= hold.seq then return answer(2) end
if hold.phase == 'e' then return answer(3) end
if not hold.unit then return answer(2) end
if named and named ~= hold.fence then return answer(6) end
if hold.phase == 'c' then return answer(5) end
if hold.token == token then return { 1, sale.epoch, sale.now, showHold(hold, sale.extensions) } end
if sale.now >= hold.expiresAt or holdsAreVoid(sale) then return answer(3) end
if hold.used >= sale.extensions then return answer(4) end

hold.used = hold.used + 1
hold.expiresAt = hold.expiresAt + sale.extensionMs
local due = hold.expiresAt - sale.shift
publish(sale, write(sale, 'extend', ' ' .. buyer .. ' ' .. hold.fence .. ' ' .. hold.expiresAt))
redis.call('HSET', holds, buyer, holdText('h', hold, due, token))
redis.call('ZADD', KEYS[4], due, buyer)
return { 1, sale.epoch, sale.now, showHold(hold, sale.extensions) }
