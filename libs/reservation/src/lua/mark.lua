--[[
Freezes a sale for a new epoch, also in an empty Redis: every other script compares fsmeta.run.
KEYS  1 meta  2… staged keys of an earlier restore
ARGV  1 epoch  2 why the state is damaged, or ''
Returns {code, why the state is damaged or ''}: 1 marked · 0 an equal or higher epoch, or its
  marker, is there
]]
--@include open
local wanted = whole(1, 1)
local run, epoch, halted = unpack(redis.call('HMGET', KEYS[1], 'run', 'epoch', 'halted'))
local marker = string.match(run or '', '^restoring:(%d+)$') or 0
if tonumber(marker) >= wanted or tonumber(epoch or 0) >= wanted then return { 0, '' } end
-- A removal first: a restore can begin when Redis is full.
redis.call('UNLINK', unpack(KEYS, 2))
-- Kept in the state itself: a restorer that follows this one must not adopt what is damaged.
local damage = (halted or '') ~= '' and halted or ARGV[2]
redis.call('HSET', KEYS[1], 'run', 'restoring:' .. wanted, 'halted', damage)
return { 1, damage }
