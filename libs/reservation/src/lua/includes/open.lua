-- Opens a sale: the right server, not frozen, the time. Answers a table of the fields asked for
-- (numbers where they are numbers), or nil and the code to return.
-- Convention: KEYS[1] is fsmeta, and in scripts that write KEYS[2] is fslog. The last argument may
-- be a time that replaces TIME (tests only).
local MISSING, EPOCH, RESTORING, CLOCK, HALTED, LAGGING = -1, -2, -3, -4, -5, -6

local function whole(i, least)
  local value = tonumber(ARGV[i])
  if not value or value < (least or 0) or value >= 1e14 or value ~= math.floor(value) then
    error('argument ' .. i .. ' is out of range')
  end
  return value
end

local function optional(i, least)
  return ARGV[i] ~= '' and whole(i, least)
end

local function clock()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- In milliseconds; tests may give it as the last argument.
local function timeAt(i) return ARGV[i] and whole(i) or clock() end

local function replid()
  return string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
end

-- Text over 64 bytes keeps fsmeta a table: in a packed list each of its fields is searched for.
local ABOUT = 'Rules and counters of one sale; every script reads a dozen of these fields, so no list.'

local function arity(keys, args)
  if #KEYS ~= keys or #ARGV < args or #ARGV > args + 1 then
    error('wrong number of keys or arguments')
  end
end

local function open(keys, args, ...)
  arity(keys, args)
  local names = { 'run', 'epoch', 'n', 'lastNow', 'storedN', 'oldestAt', ... }
  local values = redis.call('HMGET', KEYS[1], unpack(names))
  if not values[1] then
    return nil, MISSING
  end
  if not string.find(redis.call('INFO', 'replication'), 'master_replid:' .. values[1], 1, true) then
    return nil, string.find(values[1], '^restoring:') and RESTORING or EPOCH
  end
  local sale = {}
  for i = 2, #names do
    sale[names[i]] = tonumber(values[i]) or values[i]
  end
  sale.now = timeAt(args + 1)
  if sale.now < sale.lastNow - 30000 then
    return nil, CLOCK
  end
  sale.now = math.max(sale.now, sale.lastNow)
  return sale
end
