--[[
Makes a new sale known; never over a known one or over the marker of a restore.
KEYS  1 meta  2 log  3 inventory
ARGV  1 epoch  2 stock  3–19 rules (includes/rules.lua)
Returns {code, epoch, n}: 1 activated · 2 already
]]
--@include open
--@include halt
--@include write
--@include rules
arity(3, RULES + 2)
local epoch, stock = whole(1, 1), whole(2)
local _, fields = readRules(3)
if redis.call('EXISTS', KEYS[1]) == 1 then
  local sale, no = open(3, RULES + 2)
  if not sale then return no end
  return { 2, sale.epoch, sale.n }
end
local sale = { epoch = epoch, n = 0, storedN = 0, now = timeAt(RULES + 3) }
local entry = write(sale, 'activate', ' ' .. epoch .. ' ' .. stock,
  'run', replid(), 'about', ABOUT, 'epoch', epoch, 'storedN', 0, 'seq', epoch * 1e9,
  'fence', epoch * 1e9, 'serving', 0, 'granted', 0, 'stock', stock, 'unitTop', stock,
  'nextUnit', 1, 'wake', 0, 'shift', 0, 'graceUntil', 0, 'halted', '', unpack(fields))
redis.call('SET', KEYS[3], stock)
publish(sale, entry)
return { 1, epoch, sale.n }
