--[[
Makes one of several workers the leader, until some time after its last call. A removal first: the log is
stored and a sale is rebuilt also when Redis is full.
KEYS  1 leader, which belongs to no sale
ARGV  1 token of the worker  2 ms
Returns 1 this worker leads · 0 another one does
]]
local leader = redis.call('GET', KEYS[1])
-- A lead that ends later than it could was taken before the clock of the host was set back.
if leader and leader ~= ARGV[1] and redis.call('PTTL', KEYS[1]) <= tonumber(ARGV[2]) then return 0 end
redis.call('DEL', KEYS[1])
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
