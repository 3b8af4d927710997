-- When this buyer may join again: after `holdsBeforeWait` lost holds the wait is as long as a hold,
-- and twice as long after each further one, up to eight times. 0 (or older rules): at once. A loss in
-- the future is from before the host's clock was set back: at once, too.
local function mayJoinAt(sale, lost, buyer)
  local before = tonumber(sale.holdsBeforeWait) or 0
  local count, at = string.match(redis.call('HGET', lost, buyer) or '', '^(%d+) (%d+)$')
  local more = tonumber(count or 0) - before
  if before == 0 or more < 0 or tonumber(at) > sale.now then return 0 end
  return at + sale.holdMs * 2 ^ math.min(more, 3)
end

-- Places of one network at most: 2 % of the stock and at least 20, unless the rules give a number.
-- 0, or nothing (rules of an older release): as many as come.
local function placesAllowed(sale)
  if sale.placesPerNetwork == 'auto' then return math.max(20, math.ceil(sale.stock / 50)) end
  return tonumber(sale.placesPerNetwork) or 0
end

-- One IPv4 address or IPv6 /64 may have as many places as the rules allow, a /48 four times as many.
-- Reads the types of both keys before anything is written, also where there is no limit.
local function isFull(sale, line, holds, networks, byNetwork, network, buyer)
  redis.call('HLEN', networks)
  redis.call('ZCARD', byNetwork)
  local allowed = placesAllowed(sale)
  if network == '' or allowed == 0 then return false end
  local function taken(digest)
    return redis.call('ZLEXCOUNT', byNetwork, '[' .. digest, '(' .. digest .. '~')
  end
  local wide = string.match(network, '^(.+)%.')
  local function tooMany()
    return taken(network) >= allowed or (wide ~= nil and taken(wide) >= 4 * allowed)
  end
  if not tooMany() then return false end
  dropEnded(line, holds, networks, byNetwork, network, buyer)
  return tooMany()
end

-- The code of join for who gets no place now, or none. A place that comes back was counted before.
local function refusal(sale, taken, left, comesBack, counted, buyer, network)
  if sale.closed == 1 or sale.now >= sale.endsAt then return 4 end
  if sale.now < sale.lobbyOpensAt then return 3 end
  if taken then return 6 end
  if left == 0 then return 5 end
  local at = comesBack and 0 or mayJoinAt(sale, counted.lost, buyer)
  if sale.now < at then return 11, at end
  local full = isFull(sale, counted.line, counted.holds, counted.networks, counted.byNetwork, network, buyer)
  return full and not comesBack and 10
end
