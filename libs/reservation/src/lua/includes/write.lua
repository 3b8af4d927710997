-- For scripts that write: opens the sale, and makes sure before the first write that the log can
-- take the next entry. An error in the middle of a script would not undo what it wrote.
local function begin(keys, args, ...)
  local sale, no = open(keys, args, ...)
  if sale and redis.call('XRANGE', KEYS[2], sale.n + 1 .. '-0', '+', 'COUNT', 1)[1] then
    return nil, halt('log')
  end
  return sale, no
end

-- Appends one entry to the log and saves its number together with the fields that changed.
-- `oldestAt` is the time of the oldest entry that is not stored yet: the first entry after
-- everything was stored sets it, so that join can tell how far the storing lags behind.
local function write(sale, kind, text, ...)
  local entry = kind .. ' ' .. sale.now .. text
  if sale.n == sale.storedN then
    sale.oldestAt = sale.now
  end
  sale.n = sale.n + 1
  redis.call('XADD', KEYS[2], sale.n .. '-0', 'e', entry)
  redis.call('HSET', KEYS[1], 'n', sale.n, 'lastNow', sale.now, 'oldestAt', sale.oldestAt, ...)
  return entry
end

local function publish(sale, entry)
  local id = string.match(KEYS[1], '{(.+)}')
  redis.call('PUBLISH', 'fsnotice', id .. ' ' .. sale.epoch .. ' ' .. sale.n .. ' ' .. entry)
end

-- Tells the workers that there is something to do in this sale; what it is, they read themselves.
local function tellWorkers()
  redis.call('PUBLISH', 'fswork', string.match(KEYS[1], '{(.+)}'))
end
