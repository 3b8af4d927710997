--[[
Reads the places of any number of buyers, and the counters of the sale, in one moment.
KEYS  1 meta  2 line  3 holds  4 claims  5 consumed  6 inventory  7 expiry
ARGV  1 buyers, separated by spaces
Returns {epoch, n, now, waiting, free, held, claimed, sold, {place, …}, {field of meta, …}}
]]
--@include open
--@include hold
--@include waiting
--@include place
local line, holds, claims, consumed = KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local sale, no = open(7, 1, 'shift', 'extensions', 'logTypes')
if not sale then return no end

local places = {}
for buyer in string.gmatch(ARGV[1], '%S+') do
  places[#places + 1] = place(line, holds, claims, consumed, buyer, sale)
end
return {
  sale.epoch, sale.n, sale.now,
  redis.call('ZCARD', line), tonumber(redis.call('GET', KEYS[6])) or 0, redis.call('ZCARD', KEYS[7]),
  redis.call('ZCARD', claims), redis.call('HLEN', consumed),
  places,
  redis.call('HMGET', KEYS[1], 'stock', 'startsAt', 'endsAt', 'lobbyOpensAt', 'paused',
    'pauseReason', 'pauseSince', 'message', 'closed'),
}
