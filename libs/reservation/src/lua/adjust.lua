--[[
Changes the number of units. The first answer per id, a refusal too, is remembered and repeated.
KEYS  1 meta  2 log  3 inventory  4 units free  5 units retired
ARGV  1 id  2 up or down  3 by how many
Returns {code, epoch, stock or floor}: 1 adjusted · 2 refused: fewer units are free
]]
--@include open
--@include halt
--@include write
--@include units
--@include retire
local inventory, unitsFree, retired = KEYS[3], KEYS[4], KEYS[5]
local field = 'adjust:' .. ARGV[1]
local sale, no = begin(5, 3, field, 'halted', 'stock', 'unitTop', 'nextUnit')
if not sale then return no end
local count = whole(3, 1)
if ARGV[2] ~= 'up' and ARGV[2] ~= 'down' then error('argument 2 is out of range') end
local known = sale[field]
if known then
  local floor = string.match(known, '^floor (%d+)$')
  return { floor and 2 or 1, sale.epoch, tonumber(floor or known) }
end
if sale.halted ~= '' then return HALTED end
local free = freeUnits(sale, inventory, unitsFree)
if not free then return halt('inventory') end
-- A key of another type has to fail here, before anything is written.
redis.call('ZCARD', retired)
if ARGV[2] == 'down' and count > free then
  local floor = sale.stock - free
  redis.call('HSET', KEYS[1], field, 'floor ' .. floor)
  return { 2, sale.epoch, floor }
end

local by = ARGV[2] == 'up' and count or -count
local stock = sale.stock + by
local text = ' ' .. ARGV[1] .. ' ' .. by .. ' ' .. stock
local entry = write(sale, 'adjust', text, 'stock', stock, field, stock)
if by < 0 then retire(sale, unitsFree, retired, count) else revive(sale, unitsFree, retired, count) end
redis.call('HSET', KEYS[1], 'unitTop', sale.unitTop, 'nextUnit', sale.nextUnit)
redis.call('INCRBY', inventory, by)
publish(sale, entry)
return { 1, sale.epoch, stock }
