--[[
Entries of the log, also of a frozen sale. A Redis that lost its data may come back with the log of an
older epoch between two commands of one process: what names an epoch and lies there is read in one step.
KEYS  1 meta  2 log
ARGV  1 from  2 how many at most  3 only of this epoch, or ''
Returns {{id, {'e', entry}}, …}
]]
local epoch = ARGV[3]
if epoch ~= '' and redis.call('HGET', KEYS[1], 'epoch') ~= epoch then return {} end
return redis.call('XRANGE', KEYS[2], ARGV[1] .. '-0', '+', 'COUNT', ARGV[2])
