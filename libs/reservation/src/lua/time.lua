--[[
The clock of the server that holds this sale, also where the sale is frozen or missing.
KEYS  1 meta
Returns ms since 1970
]]
local now = redis.call('TIME')
return now[1] * 1000 + math.floor(now[2] / 1000)
