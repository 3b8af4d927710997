--[[
Writes a part of the next state beside the present one, while the marker is this epoch's.
KEYS  1 meta  2 staged key
ARGV  1 epoch  2 hash or zset  3… its pairs
Returns 1 staged · 0 the marker is another's
]]
if redis.call('HGET', KEYS[1], 'run') ~= 'restoring:' .. ARGV[1] then return 0 end
redis.call(ARGV[2] == 'hash' and 'HSET' or 'ZADD', KEYS[2], unpack(ARGV, 3))
return 1
