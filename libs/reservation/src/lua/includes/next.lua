-- The seq of the next place, and whether it is a late one. A ticket of an older epoch whose place
-- was lost with Redis: the old place for as long as no place of this epoch is served, later the
-- tail, and the log says so.
local function nextSeq(sale, ticket)
  local mark = ticket and ticket < sale.epoch * 1e9
    and tonumber(redis.call('HGET', KEYS[1], 'mark:' .. math.floor(ticket / 1e9)))
  if not mark or ticket <= mark then return sale.seq + 1, 0 end
  if sale.now < sale.graceUntil then return ticket, 0 end
  return sale.seq + 1, 1
end
