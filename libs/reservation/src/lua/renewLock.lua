--[[
Renews the drain lock, if it is still this token's.
KEYS  1 lock
ARGV  1 token  2 ms
Returns 1 renewed · 0 another owner's, or free
]]
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
