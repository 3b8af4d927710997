--[[
Stops granting and changes of stock until a new epoch: the stores contradict each other.
KEYS  1 meta
ARGV  1 why
Returns {1}
]]
--@include open
--@include halt
local sale, no = open(1, 1)
if not sale then return no end
halt(ARGV[1])
return { 1 }
