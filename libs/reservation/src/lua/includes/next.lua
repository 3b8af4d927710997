-- The seq of the next place, and whether it is a late one. A ticket of an older epoch whose place
-- was lost with Redis: the old place for as long as no place of this epoch is served, later the
-- tail, and the log says so.
local function nextSeq(sale, ticket)
  local mark = ticket and tonumber(redis.call('HGET', KEYS[1], 'mark:' .. math.floor(ticket / 1e9)))
  if not mark or ticket <= mark then return sale.seq + 1, 0 end
  if sale.now < sale.graceUntil then return ticket, 0 end
  return sale.seq + 1, 1
end

-- Whether a new place stands behind all others: where keys order the line, only the line knows.
local function isLast(sale, seq)
  return seq > sale.seq and not sale.logTypes
end

-- Whether the log waits too long to be stored for a place to be acknowledged.
local function isLagging(sale)
  return sale.n > sale.storedN and sale.now - sale.oldestAt > 5000
end

-- Writes a place and answers whether a worker has to be woken (1).
local function takePlace(sale, counted, buyer, seq, late, network, hasFree)
  local isFirst = redis.call('ZCARD', counted.line) == 0
  local sleeps = hasFree and sale.wake ~= 1 and sale.paused ~= 1 and sale.now >= sale.startsAt
  local wake = sleeps and 1 or 0
  local words = { '', seq, buyer, late, network ~= '' and network or nil }
  sale.seq, sale.wake = math.max(seq, sale.seq), math.max(wake, sale.wake)
  write(sale, 'join', table.concat(words, ' '), 'seq', sale.seq, 'wake', sale.wake)
  redis.call('ZADD', counted.line, seq, buyer)
  -- A sale without a line may be at rest, and its wake-up can get lost with the process that sends it.
  if isFirst or wake == 1 then tellWorkers() end
  enterNetwork(counted.networks, counted.byNetwork, buyer, network)
  redis.call('HDEL', counted.holds, buyer)
  return wake
end
