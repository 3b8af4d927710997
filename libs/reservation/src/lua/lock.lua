--[[
Takes the drain lock, which is also the lock of a restore. A removal first: a sale can be restored
when Redis is full.
KEYS  1 lock
ARGV  1 token  2 ms
Returns 1 locked · 0 it is taken
]]
--@include lock
if lockOwner(KEYS[1], '') then return 0 end
redis.call('DEL', KEYS[1])
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
