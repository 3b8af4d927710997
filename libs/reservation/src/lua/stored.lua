--[[
Notes how much of the log is majority-stored, and trims what is no longer needed here.
KEYS  1 meta  2 log
ARGV  1 epoch of the storer  2 last stored entry  3 how many stored entries to keep
Returns {code, epoch, n, storedN}: 1 noted · 2 another epoch's log
]]
--@include open
local sale, no = open(2, 3)
if not sale then return no end
local epoch, upTo, keep = whole(1), whole(2), whole(3)
if epoch ~= sale.epoch or upTo > sale.n then return { 2, sale.epoch, sale.n, sale.storedN } end
upTo = math.max(upTo, sale.storedN)
local oldest = redis.call('XRANGE', KEYS[2], upTo + 1 .. '-0', '+', 'COUNT', 1)[1]
local oldestAt = oldest and string.match(oldest[2][2], '^%a+ (%d+)') or 0
redis.call('XTRIM', KEYS[2], 'MINID', '~', math.max(0, upTo - keep + 1) .. '-0')
redis.call('HSET', KEYS[1], 'storedN', upTo, 'oldestAt', oldestAt)
return { 1, sale.epoch, sale.n, upTo }
