--[[
Takes over the rules of a sale, unless newer ones are known, and logs what became different. Rules of
the same version complete a state that was adopted by a process of an older release.
KEYS  1 meta  2 log
ARGV  1–13 version … closed, 14 pause reason … 17 (includes/rules.lua)
Returns {code, epoch, n}: 1 done · 2 already
]]
--@include open
--@include halt
--@include write
--@include rules
local sale, no = begin(2, RULES, unpack(NUMBERS))
if not sale then return no end
local rules, fields = readRules(1)
local lacksRules = not sale.holdsBeforeWait
if rules.version < sale.version or (rules.version == sale.version and not lacksRules) then
  return { 2, sale.epoch, sale.n }
end
local texts = redis.call('HMGET', KEYS[1], 'pauseReason', 'message')
local edited = rules.closed < sale.closed
for i = 2, 10 do
  edited = edited or rules[NUMBERS[i]] ~= sale[NUMBERS[i]]
end
local paused = rules.paused == 1 and (sale.paused == 0 or rules.pauseReason ~= texts[1])

-- A removal first: a sale can be paused and ended when Redis is full.
redis.call('HDEL', KEYS[1], 'pauseReason')
redis.call('HSET', KEYS[1], unpack(fields))
local function say(kind, text)
  publish(sale, write(sale, kind, text))
end
if edited then
  local window = { rules.version, rules.startsAt, rules.endsAt, rules.lobbyOpensAt }
  say('edit', ' ' .. table.concat(window, ' '))
end
if paused then say('pause', ' ' .. rules.pauseReason) end
if rules.paused < sale.paused then say('resume', '') end
if rules.message ~= texts[2] then say('message', ' ' .. rules.message) end
if rules.closed > sale.closed then say('end', '') end
return { 1, sale.epoch, sale.n }
