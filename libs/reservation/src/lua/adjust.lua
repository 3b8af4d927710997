--[[
Changes the number of units. The first answer per id, a refusal too, is remembered and repeated.
Where many units came back before, a change takes several calls: a cut that is found to be too large
on the way gives back what it took.
KEYS  1 meta  2 log  3 inventory  4 units free  5 units retired
ARGV  1 id  2 up or down  3 by how many
Returns {code, epoch, stock or floor}: 1 adjusted · 2 refused: fewer units are free · 3 call again
]]
--@include open
--@include halt
--@include write
--@include units
--@include retire
--@include revive
local inventory, unitsFree, retired = KEYS[3], KEYS[4], KEYS[5]
local field = 'adjust:' .. ARGV[1]
local sale, no = begin(5, 3, field, 'halted', 'stock', 'unitTop', 'nextUnit')
if not sale then return no end
local count, down = whole(3, 1), ARGV[2] == 'down'
if ARGV[2] ~= 'up' and not down then error('argument 2 is out of range') end
-- The stock that was answered, 'floor …' for a refusal, or how far a change in parts has come:
-- 'done …' units moved, 'undo …' units still to be given back.
local word, number = string.match(sale[field] or 'new 0', '^(%a*) ?(%d+)$')
number = tonumber(number)
if word == '' or word == 'floor' then return { word == '' and 1 or 2, sale.epoch, number } end
if sale.halted ~= '' then return HALTED end
local free = freeUnits(sale, inventory, unitsFree)
if not free then return halt('inventory') end
-- A key of another type has to fail here, before anything is written.
redis.call('ZCARD', retired)
if down and count - number > free then
  if word == 'new' then
    local floor = sale.stock - free
    redis.call('HSET', KEYS[1], field, 'floor ' .. floor)
    return { 2, sale.epoch, floor }
  end
  word = 'undo'
end

-- Allocates first: at the memory limit nothing changes.
redis.call('HSET', KEYS[1], 'lastNow', sale.now)
local undo = word == 'undo'
local todo = undo and number or count - number
local moved = (down and not undo and retire or revive)(sale, unitsFree, retired, todo)
local by, left = down and not undo and -moved or moved, todo - moved
local stock = sale.stock + by
local code, answer = 1, stock
if left > 0 then
  code, answer = 3, undo and 'undo ' .. left or 'done ' .. count - left
elseif undo then
  code, number = 2, stock - free - by
  answer = 'floor ' .. number
end
local entry = write(sale, 'adjust', ' ' .. ARGV[1] .. ' ' .. by .. ' ' .. stock, 'stock', stock,
  field, answer, 'unitTop', sale.unitTop, 'nextUnit', sale.nextUnit)
redis.call('INCRBY', inventory, by)
publish(sale, entry)
return { code, sale.epoch, code == 2 and number or stock }
