--[[
Stops granting and changes of stock until a new epoch: the stores contradict each other.
KEYS  1 meta
ARGV  1 why  2 epoch in which that was found, or ''
Returns {code, epoch}: 1 halted · 2 a later epoch has begun, which is not halted
]]
--@include open
--@include halt
local sale, no = open(1, 2)
if not sale then return no end
local epoch = optional(2)
if epoch and epoch ~= sale.epoch then return { 2, sale.epoch } end
halt(ARGV[1])
return { 1, sale.epoch }
