-- An impossible state: granting stops until a new epoch has put the sale in order. The first
-- reason stays. A removal comes first, so that this can also be said when Redis is full.
local function halt(why)
  if (redis.call('HGET', KEYS[1], 'halted') or '') == '' then
    redis.call('HDEL', KEYS[1], 'halted')
    redis.call('HSET', KEYS[1], 'halted', why)
  end
  return HALTED
end
