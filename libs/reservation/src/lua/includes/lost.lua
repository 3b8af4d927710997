-- fslost: buyer → 'count at' of the holds that the buyer gave back or let run out. Answers the fields
-- with one more each, read before the first write.
local function oneMoreLost(lost, buyers, now)
  local known, fields = redis.call('HMGET', lost, unpack(buyers)), {}
  for i, buyer in ipairs(buyers) do
    local count = string.match(known[i] or '', '^%d+') or 0
    fields[2 * i - 1], fields[2 * i] = buyer, count + 1 .. ' ' .. now
  end
  return fields
end
