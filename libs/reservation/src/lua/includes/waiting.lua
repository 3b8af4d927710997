-- The line is ordered by a key, the score in fsq. The key is the seq of the place, unless fsh has a
-- record 'w seq at' of this waiting buyer. Such records are written only where fsmeta.logTypes allows
-- a type of log 2, so that other sales pay no read for them.
local function seqOf(sale, holds, buyer, key)
  local record = sale.logTypes and redis.call('HGET', holds, buyer)
  return record and string.match(record, '^w (%d+)') or key
end

-- The first `k` of the line and the seqs of their places, in order.
local function headOf(sale, line, holds, k)
  local head = redis.call('ZRANGE', line, 0, k - 1, 'WITHSCORES')
  local buyers, seqs = {}, {}
  for i = 1, #head / 2 do
    buyers[i], seqs[i] = head[2 * i - 1], head[2 * i]
  end
  if sale.logTypes and #buyers > 0 then
    for i, record in ipairs(redis.call('HMGET', holds, unpack(buyers))) do
      seqs[i] = record and string.match(record, '^w (%d+)') or seqs[i]
    end
  end
  return buyers, seqs
end
