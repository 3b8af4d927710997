--[[
Gives the drain lock back, if it is still this token's.
KEYS  1 lock
ARGV  1 token
Returns 1 unlocked · 0 another owner's, or free
]]
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
