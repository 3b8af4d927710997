--[[
Freezes a sale in which no unit is held or paid for, so that it can be deleted: no grant and no claim
comes in between. Should it not be deleted after all, a worker finds it frozen and restores it.
KEYS  1 meta  2 expiry  3 claims
Returns {code, units held or claimed}: 1 frozen · 2 units are held or claimed
]]
--@include open
local sale, no = open(3, 0)
if not sale then return no end
local holders = redis.call('ZCARD', KEYS[2]) + redis.call('ZCARD', KEYS[3])
if holders > 0 then return { 2, holders } end
-- A removal first: a sale can be deleted when Redis is full.
redis.call('HDEL', KEYS[1], 'run')
redis.call('HSET', KEYS[1], 'run', 'restoring:' .. sale.epoch + 1)
return { 1, 0 }
