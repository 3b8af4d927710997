--[[
Gives a buyer a place at the tail of the line, or the same place again; any number of buyers, in order.
KEYS  1 meta  2 log  3 line  4 holds  5 claims  6 consumed  7 inventory  8 expiry  9 attempts, a prefix
  10 networks  11 places by network  12 lost holds
ARGV  1 buyer  2 bearer (1: the caller proved to be this buyer)  3 seq of the buyer's ticket, or ''
  4 token of the request: who shows it again proves the place  5 token that only repeats, or ''
  6 network that the caller comes from, or '' · and the same six of each further buyer
Returns for each {code, place, waiting, free, held, wake, epoch, n, now, …}: 1 joined · 2 already ·
  3 not open · 4 ended · 5 sold out · 6 known, and not proved · answered before: 7 with this place, proved ·
  8 with this place · 9 with one that is gone · 10 too many of this network · 11 may join at
]]
--@include open
--@include each
--@include halt
--@include write
--@include hold
--@include waiting
--@include place
--@include attempts
--@include network
--@include next
--@include ended
--@include admission
local line, holds, attempts = KEYS[3], KEYS[4], KEYS[9]
local counted = { line = line, holds = holds, networks = KEYS[10], byNetwork = KEYS[11], lost = KEYS[12] }
local NAMES = { 'seq', 'startsAt', 'endsAt', 'lobbyOpensAt', 'closed', 'paused', 'wake', 'graceUntil',
  'shift', 'extensions', 'stock', 'holdMs', 'placesPerNetwork', 'holdsBeforeWait', 'logTypes' }
local function join(sale, at)
  local buyer, proof, name, network = ARGV[at + 1], ARGV[at + 4], ARGV[at + 5], ARGV[at + 6]
  local ticket = optional(at + 3)
  local shown = ticket and 't' .. ticket or ''
  local known = place(line, holds, KEYS[5], KEYS[6], buyer, sale)
  local state = string.sub(known, 1, 1)
  local taken = not string.find(state, '[nel]')
  local placed = tonumber(string.match(known, state == 's' and ' (%d+)$' or '^%a (%d+)'))
  local size, held = redis.call('ZCARD', line), redis.call('ZCARD', KEYS[8])
  local free = tonumber(redis.call('GET', KEYS[7]))
  if not free then return HALTED end
  local function answer(code, wake, ...)
    return { code, known, size, free, held, wake or 0, sale.epoch, sale.n, sale.now, ... }
  end
  local before = placed and attemptsOf(attempts, placed, sale.now) or ''
  local again = answeredBefore(before, proof, name, taken and shown or '')
  if again then return answer(again) end
  if taken and (ARGV[at + 2] == '1' or ticket == placed) then
    keepFound(attempts, placed, sale.now, proof, name, before)
    return answer(2)
  end
  local left = free + held + redis.call('ZCARD', KEYS[5])
  local seq, late = nextSeq(sale, state == 'n' and ticket)
  local no, when = refusal(sale, taken, left, seq == ticket, counted, buyer, network)
  if no then return answer(no, 0, when) end
  if isLagging(sale) then return LAGGING end
  local last = isLast(sale, seq)
  local wake = takePlace(sale, counted, buyer, seq, late, network, free > 0)
  keepAttempts(redis.call, attempts, seq, sale.now, proof .. ' ' .. name .. ' ' .. shown, before)
  size, known = size + 1, 'w ' .. seq .. ' ' .. (last and size + 1 or redis.call('ZRANK', line, buyer) + 1)
  return answer(1, wake)
end
return each(open, 12, 6, NAMES, function(at) optional(at + 3) end, join)
