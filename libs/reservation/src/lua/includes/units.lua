-- Free units are counted twice: the shadow inventory, and the returned units plus those never
-- handed out. nil when the two disagree.
local function freeUnits(sale, inventory, unitsFree)
  local free = tonumber(redis.call('GET', inventory))
  local fresh = sale.unitTop - sale.nextUnit + 1
  if fresh < 0 or free ~= redis.call('ZCARD', unitsFree) + fresh then
    return nil
  end
  return free
end

-- Only a unit that was handed out, and is not free yet, can come back.
local function mayReturn(sale, inventory, unitsFree, unit)
  return tonumber(redis.call('GET', inventory)) and unit >= 1 and unit < sale.nextUnit
    and not redis.call('ZSCORE', unitsFree, unit)
end

local function giveBack(inventory, unitsFree, unit)
  redis.call('ZADD', unitsFree, unit, unit)
  redis.call('INCR', inventory)
end
