--[[
Stops granting and changes of stock until a new epoch: the stores contradict each other.
KEYS  1 meta
ARGV  1 why
Returns {1}
]]
--@include open
local sale, no = open(1, 1)
if not sale then return no end
-- A removal first: a sale can be halted when Redis is full.
redis.call('HDEL', KEYS[1], 'halted')
redis.call('HSET', KEYS[1], 'halted', ARGV[1])
return { 1 }
