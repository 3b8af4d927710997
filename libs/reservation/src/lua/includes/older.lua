-- How many of the head have places of older epochs. Where keys order the line, one of this epoch may
-- stand before them: it is not passed by.
local function olderPlaces(sale, line, holds, max)
  if not sale.logTypes then return redis.call('ZCOUNT', line, '-inf', '(' .. sale.epoch * 1e9) end
  local _, seqs = headOf(sale, line, holds, max)
  for i, seq in ipairs(seqs) do
    if tonumber(seq) >= sale.epoch * 1e9 then return i - 1 end
  end
  return #seqs
end
