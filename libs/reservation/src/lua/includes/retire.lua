-- Retired units are ranges ('from-to', scored by `from`), so that taking away millions of units
-- that were never held is one member, not millions. Units that came back are moved one by one: so
-- many in one call at most, because Redis does nothing else meanwhile.
local MOVES = 5000

-- A call can take only so many arguments.
local function addAll(key, pairs)
  for i = 1, #pairs, 4000 do
    redis.call('ZADD', key, unpack(pairs, i, math.min(i + 3999, #pairs)))
  end
end

-- Takes `count` units out of the sale, those that came back first; answers how many it took.
local function retire(sale, unitsFree, retired, count)
  local returned = redis.call('ZCARD', unitsFree)
  local taken = math.min(count, returned, MOVES)
  local ranges, to = {}, nil
  local units = redis.call('ZREVRANGE', unitsFree, 0, taken - 1)
  for i, unit in ipairs(units) do
    to = to or unit
    if tonumber(units[i + 1]) ~= unit - 1 then
      ranges[#ranges + 1] = unit
      ranges[#ranges + 1] = unit .. '-' .. to
      to = nil
    end
  end
  if taken == returned and taken < count then
    to = sale.nextUnit + count - taken - 1
    ranges[#ranges + 1] = sale.nextUnit
    ranges[#ranges + 1] = sale.nextUnit .. '-' .. to
    sale.nextUnit = to + 1
    taken = count
  end
  addAll(retired, ranges)
  if #units > 0 then redis.call('ZREMRANGEBYRANK', unitsFree, -#units, -1) end
  return taken
end
