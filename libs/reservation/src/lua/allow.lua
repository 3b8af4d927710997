--[[
Allows scripts to write types of log 2 up to a number: every live process can read them. Never lowered.
Nothing is logged: it says what may be logged.
KEYS  1 meta
ARGV  1 number of the newest type that is allowed
Returns {number that is allowed now}
]]
--@include open
local sale, no = open(1, 1, 'logTypes')
if not sale then return no end
local wanted = whole(1, 1)
if sale.logTypes and sale.logTypes >= wanted then return { sale.logTypes } end
redis.call('HSET', KEYS[1], 'logTypes', wanted)
return { wanted }
