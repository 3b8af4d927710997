--[[
Tells which of many sales are not as they were last seen, so that only those are read. What is logged is seen
by the last entry alone; a deep glance finds what changed without one: a halt, a marker, a damaged key.
KEYS  1 meta of a sale, and of each further one; on a cluster all of one slot
ARGV  1 deep (1)  2 number of the last entry that was seen of the first sale, and of each further one
Returns {now, server, place in KEYS of each sale that differs, …}
]]
--@include open
local server, isDeep = replid(), ARGV[1] == '1'
local found = { clock(), server }
local call = redis.call

local function isSound(meta, id)
  local of = call('HMGET', meta, 'run', 'halted', 'stock', 'unitTop', 'nextUnit')
  if of[1] ~= server or of[2] ~= '' then return false end
  local free = tonumber(call('GET', 'fsinv:' .. id))
  local taken = call('ZCARD', 'fsx:' .. id) + call('ZCARD', 'fshc:' .. id) + call('HLEN', 'fshp:' .. id)
  return free == call('ZCARD', 'fsu:' .. id) + of[4] - of[5] + 1 and free + taken == tonumber(of[3])
end

local function isAsSeen(meta, n)
  local id = string.sub(meta, 8)
  local last = call('XREVRANGE', 'fslog:' .. id, '+', '-', 'COUNT', 1)[1]
  return last and last[1] == n .. '-0' and (not isDeep or isSound(meta, id))
end

for i, meta in ipairs(KEYS) do
  -- A key of another type is a difference, and no reason not to see the other sales.
  local ok, same = pcall(isAsSeen, meta, ARGV[i + 1])
  if not (ok and same) then found[#found + 1] = i end
end
return found
