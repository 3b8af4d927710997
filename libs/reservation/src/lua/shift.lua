--[[
Moves the expiry of every hold back, claimed ones too, for a time in which nobody could confirm.
KEYS  1 meta  2 log
ARGV  1 by how many ms
Returns {epoch, n}
]]
--@include open
--@include halt
--@include write
local sale, no = begin(2, 1, 'shift')
if not sale then return no end
local byMs = whole(1, 1)
publish(sale, write(sale, 'shift', ' ' .. byMs, 'shift', sale.shift + byMs))
return { sale.epoch, sale.n }
