-- One buyer's place as a word and its numbers: w seq rank · h hold · c hold attempt leaseUntil ·
-- s unit attempt orderId seq · e, r, l seq at · n.
local function place(line, holds, claims, consumed, buyer, sale)
  local key = redis.call('ZSCORE', line, buyer)
  if key then
    return 'w ' .. seqOf(sale, holds, buyer, key) .. ' ' .. redis.call('ZRANK', line, buyer) + 1
  end
  local raw = redis.call('HGET', holds, buyer)
  if not raw then
    local sold = redis.call('HGET', consumed, buyer)
    return sold and 's ' .. string.match(sold, '^%d+ %d+ %S+ %d+') or 'n'
  end
  local hold = readHold(raw, sale.shift)
  if hold.phase == 'h' then
    return 'h ' .. showHold(hold, sale.extensions)
  end
  if hold.phase == 'c' then
    local lease = redis.call('ZSCORE', claims, buyer)
    return 'c ' .. showHold(hold, sale.extensions) .. ' ' .. hold.attempt .. ' ' .. (lease or 0)
  end
  return raw
end
