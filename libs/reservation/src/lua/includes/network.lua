-- fsnet: living place → network: the digest of an IPv4 address, or those of an IPv6 /48 and /64 with
-- a dot between them; all digests are equally long. fsnx: 'network buyer' in alphabetical order: a
-- network is a range of it. Places whose network is not known are in neither.
local function leaveNetworks(networks, byNetwork, buyers)
  local known = redis.call('HMGET', networks, unpack(buyers))
  local members = {}
  for i, buyer in ipairs(buyers) do
    if known[i] then members[#members + 1] = known[i] .. ' ' .. buyer end
  end
  if #members == 0 then return end
  redis.call('ZREM', byNetwork, unpack(members))
  redis.call('HDEL', networks, unpack(buyers))
end

local function enterNetwork(networks, byNetwork, buyer, network)
  leaveNetworks(networks, byNetwork, { buyer })
  if network == '' then return end
  redis.call('HSET', networks, buyer, network)
  redis.call('ZADD', byNetwork, 0, network .. ' ' .. buyer)
end
