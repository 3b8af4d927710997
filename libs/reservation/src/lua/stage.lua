--[[
Writes a part of the next state beside the present one, while the marker is this epoch's.
KEYS  1 meta  2 staged key
ARGV  1 epoch  2 hash or zset  3… its pairs
Returns 1 staged · 0 the marker is another's
]]
if redis.call('HGET', KEYS[1], 'run') ~= 'restoring:' .. ARGV[1] then return 0 end
local isHash = ARGV[2] == 'hash'
-- A removal first, though there is nothing to remove: a sale can be restored when Redis is full.
redis.call(isHash and 'HDEL' or 'ZREM', KEYS[2], '')
redis.call(isHash and 'HSET' or 'ZADD', KEYS[2], unpack(ARGV, 3))
return 1
