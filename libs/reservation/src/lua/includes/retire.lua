-- Retired units are ranges ('from-to', scored by `from`), so that taking away millions of units
-- that nobody ever held is one member, not millions.
local function retire(sale, unitsFree, retired, count)
  for _, unit in ipairs(redis.call('ZREVRANGE', unitsFree, 0, count - 1)) do
    redis.call('ZREM', unitsFree, unit)
    redis.call('ZADD', retired, unit, unit .. '-' .. unit)
    count = count - 1
  end
  if count > 0 then
    local to = sale.nextUnit + count - 1
    redis.call('ZADD', retired, sale.nextUnit, sale.nextUnit .. '-' .. to)
    sale.nextUnit = to + 1
  end
end

-- Retired units come back first, the highest first; those next to the fresh ones are fresh again.
local function revive(sale, unitsFree, retired, count)
  while count > 0 do
    local range = redis.call('ZREVRANGE', retired, 0, 0)[1]
    if not range then break end
    local from, to = string.match(range, '^(%d+)-(%d+)$')
    from, to = tonumber(from), tonumber(to)
    local start = math.max(from, to - count + 1)
    redis.call('ZREM', retired, range)
    if start > from then
      redis.call('ZADD', retired, from, from .. '-' .. start - 1)
    end
    if to == sale.nextUnit - 1 then
      sale.nextUnit = start
    else
      for unit = start, to do redis.call('ZADD', unitsFree, unit, unit) end
    end
    count = count - (to - start + 1)
  end
  sale.unitTop = sale.unitTop + count
end
