-- The units that come next: returned ones, lowest first, then those never handed out.
local function nextUnits(sale, unitsFree, k)
  local units = redis.call('ZRANGE', unitsFree, 0, k - 1)
  local returned = #units
  for i = returned + 1, k do
    units[i] = sale.nextUnit + i - returned - 1
  end
  return units, returned
end

-- How many of these units the caller has checked: he must name them in the same order.
local function checkedUnits(units, named)
  local k = 0
  for unit in string.gmatch(named, '%d+') do
    if k < #units and tonumber(unit) ~= tonumber(units[k + 1]) then
      return 0
    end
    k = math.min(k + 1, #units)
  end
  return k
end

-- Writes `k` holds, one entry and one notice. Allocates first: at the memory limit nothing changes.
local function grantBatch(sale, line, holds, expiry, inventory, unitsFree, mode, k, units, returned)
  returned = math.min(returned, k)
  local buyers, seqs = headOf(sale, line, holds, k)
  local serving = sale.serving
  local expiresAt = sale.now + sale.holdMs
  local due = expiresAt - sale.shift
  local tail = ' ' .. due .. ' ' .. sale.price .. ' 0'
  local text, records, deadlines = {}, {}, {}
  for i = 1, k do
    local buyer, seq = buyers[i], seqs[i]
    serving = math.max(serving, tonumber(seq))
    local one = ' ' .. seq .. ' ' .. units[i]
    text[i] = ' ' .. buyer .. one
    records[2 * i - 1], records[2 * i] = buyer, 'h' .. one .. ' ' .. sale.fence + i .. tail
    deadlines[2 * i - 1], deadlines[2 * i] = due, buyer
  end
  local start = table.concat({ '', mode, expiresAt, sale.price, sale.fence + 1 }, ' ')
  local entry = write(sale, 'grant', start .. table.concat(text), 'fence', sale.fence + k,
    'nextUnit', sale.nextUnit + k - returned, 'serving', serving,
    'granted', sale.granted + k)
  redis.call('HSET', holds, unpack(records))
  redis.call('ZADD', expiry, unpack(deadlines))
  redis.call('ZREMRANGEBYRANK', line, 0, k - 1)
  if returned > 0 then
    redis.call('ZREMRANGEBYRANK', unitsFree, 0, returned - 1)
  end
  redis.call('DECRBY', inventory, k)
  publish(sale, entry)
  return entry
end
