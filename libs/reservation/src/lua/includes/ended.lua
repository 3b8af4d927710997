-- Processes of an older release end places without removing them here. Checks 50 places of the network,
-- from where this buyer would stand on, and then from the first one on.
local function dropEnded(line, holds, networks, byNetwork, network, buyer)
  local wide, start = string.match(network, '^[^.]+'), network .. ' ' .. buyer
  local ended, left = {}, 50
  local function check(from, to)
    local members = redis.call('ZRANGEBYLEX', byNetwork, from, to, 'LIMIT', 0, left)
    left = left - #members
    for _, member in ipairs(members) do
      local other = string.match(member, '%S+$')
      local held = string.find(redis.call('HGET', holds, other) or '', '^[hc]')
      if not held and not redis.call('ZSCORE', line, other) then ended[#ended + 1] = other end
    end
  end
  check('[' .. start, '(' .. wide .. '~')
  check('[' .. wide, '(' .. start)
  if #ended > 0 then leaveNetworks(networks, byNetwork, ended) end
end
