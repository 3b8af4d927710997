-- Retired units come back first, the highest first; those next to the fresh ones are fresh again.
-- Answers how many units the sale got.
local function revive(sale, unitsFree, retired, count)
  local given, units = 0, {}
  for _ = 1, MOVES do
    local range = redis.call('ZREVRANGE', retired, 0, 0)[1]
    if not range then
      sale.unitTop = sale.unitTop + count - given
      given = count
    end
    if given == count then break end
    local from, to = string.match(range, '^(%d+)-(%d+)$')
    from, to = tonumber(from), tonumber(to)
    local isFresh = to == sale.nextUnit - 1
    local most = math.min(count - given, MOVES - #units / 2)
    if most == 0 then break end
    local start = math.max(from, to - most + 1)
    redis.call('ZREM', retired, range)
    if start > from then
      redis.call('ZADD', retired, from, from .. '-' .. start - 1)
    end
    if isFresh then
      sale.nextUnit = start
    else
      for unit = start, to do
        units[#units + 1], units[#units + 2] = unit, unit
      end
    end
    given = given + to - start + 1
  end
  addAll(unitsFree, units)
  return given
end
