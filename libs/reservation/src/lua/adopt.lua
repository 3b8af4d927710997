--[[
Moves the staged state into place and opens the sale in its new epoch, in one step.
KEYS  1 meta  2 log  3 claims  4 line  5 inventory  6–10 holds, expiry, consumed, units free,
  units retired  11–15 the same staged  16 line staged  17 networks  18 places by network
  19 lost holds  20–22 the same staged
ARGV  1 epoch  2 adopt (line, log, networks and lost holds stay) or rebuild  3 free units  4 last entry
  before these  5 grace in ms  6 how many of line to remove  7 … to add (pairs)  8 … entries
  9 … fields of meta  10–18 how many members each staged key has, then all of 6–9
Returns {code, n, now}: 1 adopted · 0 the marker is another's, or what was staged is not complete
]]
--@include open
--@include halt
--@include write
--@include network
for i = 3, 18 do whole(i) end
local epoch, rebuild, n = whole(1, 1), ARGV[2] == 'rebuild', whole(4)
local removes, adds, entries, fields = whole(6), whole(7), whole(8), whole(9)
arity(22, 18 + removes + 2 * adds + entries + 2 * fields)
if redis.call('HGET', KEYS[1], 'run') ~= 'restoring:' .. epoch then return { 0, 0, 0 } end
local known, logTypes = unpack(redis.call('HMGET', KEYS[1], 'n', 'logTypes'))
if not rebuild and tonumber(known) ~= n then return { 0, 0, 0 } end
-- A restart between staging and this script may bring the marker back without what was staged last.
local count = { 'HLEN', 'ZCARD', 'HLEN', 'ZCARD', 'ZCARD', 'ZCARD', 'HLEN', 'ZCARD', 'HLEN' }
for i = 1, #count do
  local staged = KEYS[(i < 7 and 10 or 13) + i]
  if redis.call(count[i], staged) ~= whole(9 + i) then return { 0, 0, 0 } end
end

redis.call('UNLINK', KEYS[1], KEYS[3], rebuild and KEYS[2] or KEYS[3])
local function replace(live, staged)
  redis.call('UNLINK', live)
  if redis.call('EXISTS', staged) == 1 then redis.call('RENAME', staged, live) end
end
for i = 6, 10 do replace(KEYS[i], KEYS[i + 5]) end
if rebuild then replace(KEYS[4], KEYS[16]) end
for i = 17, rebuild and 19 or 16 do replace(KEYS[i], KEYS[i + 3]) end
local at = 19
for _ = 1, removes do
  redis.call('ZREM', KEYS[4], ARGV[at])
  leaveNetworks(KEYS[17], KEYS[18], { ARGV[at] })
  at = at + 1
end
for _ = 1, adds do
  redis.call('ZADD', KEYS[4], ARGV[at], ARGV[at + 1])
  at = at + 2
end
redis.call('SET', KEYS[5], ARGV[3])
local now = timeAt(at + entries + 2 * fields)
local sale = { epoch = epoch, n = n, storedN = n, now = now }
for i = 1, entries do
  local kind, text = string.match(ARGV[at], '^(%a+)(.*)$')
  local entry = write(sale, kind, text)
  if i == 1 then publish(sale, entry) end
  at = at + 1
end
for i = at, at + 2 * fields - 2, 2 do redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
redis.call('HSET', KEYS[1], 'run', replid(), 'about', ABOUT, 'graceUntil', now + whole(5))
if logTypes then redis.call('HSET', KEYS[1], 'logTypes', logTypes) end
return { 1, sale.n, now }
