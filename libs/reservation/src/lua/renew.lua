--[[
Renews the lease of a running claim. Nothing is logged: a lease is liveness, not state.
KEYS  1 meta  2 log  3 holds  4 claims
ARGV  1 buyer  2 attempt  3 lease in ms
Returns {code, leaseUntil}: 1 renewed · 2 no longer this attempt's claim
]]
--@include open
--@include hold
local buyer, claims = ARGV[1], KEYS[4]
local sale, no = open(4, 3, 'shift')
if not sale then return no end
local attempt, lease = whole(2), sale.now + whole(3, 1)
local hold = readHold(redis.call('HGET', KEYS[3], buyer), sale.shift)
if hold.attempt ~= attempt or not redis.call('ZSCORE', claims, buyer) then return { 2, 0 } end
-- Removed first: a claim has to be able to finish when Redis is full.
redis.call('ZREM', claims, buyer)
redis.call('ZADD', claims, lease, buyer)
return { 1, lease }
