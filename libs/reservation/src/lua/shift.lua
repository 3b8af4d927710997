--[[
Moves the expiry of every hold back, claimed ones too, for a time in which no buyer could confirm.
KEYS  1 meta  2 log
ARGV  1 by how many ms  2 '', or for a jump of the clock: time since which one such move is enough
  3 token of the command
Returns {epoch, n, code}: 1 moved · 2 moved already for this jump
]]
--@include open
--@include halt
--@include write
local sale, no = begin(2, 3, 'shift', 'jumpMovedAt', 'shifts')
if not sale then return no end
local byMs, since, token = whole(1, 1), optional(2), ',' .. ARGV[3] .. ','
-- The tokens of the last few moves: the same command again moves nothing.
local known = sale.shifts or ''
if string.find(known, token, 1, true) then return { sale.epoch, sale.n, 1 } end
local movedAt = sale.jumpMovedAt
if since and movedAt and movedAt >= since and movedAt <= sale.now then return { sale.epoch, sale.n, 2 } end
local note = since and { 'jumpMovedAt', sale.now } or {}
publish(sale, write(sale, 'shift', ' ' .. byMs, 'shift', sale.shift + byMs,
  'shifts', string.sub(known .. token, -300), unpack(note)))
return { sale.epoch, sale.n, 1 }
