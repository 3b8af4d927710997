--[[
A committed order turns its claim into a sold unit; any number of them, in order.
KEYS  1 meta  2 log  3 holds  4 claims  5 consumed  6 networks  7 places by network
ARGV  1 buyer  2 unit  3 attempt (the order's fence)  4 order · and the same four of each further order
Returns for each {code, epoch, n}: 1 settled · 2 already · 3 not this attempt's claim
]]
--@include open
--@include each
--@include halt
--@include write
--@include hold
--@include sold
--@include network
local holds, claims, consumed = KEYS[3], KEYS[4], KEYS[5]

local function check(at)
  return whole(at + 2, 1), whole(at + 3)
end

local function settle(sale, at)
  local buyer, order = ARGV[at + 1], ARGV[at + 4]
  local unit, attempt = check(at)
  local sold = redis.call('HGET', consumed, buyer)
  if sold then return { readSold(sold).attempt == attempt and 2 or 3, sale.epoch, sale.n } end
  local hold = readHold(redis.call('HGET', holds, buyer), sale.shift)
  if hold.attempt ~= attempt then return { 3, sale.epoch, sale.n } end
  if hold.unit ~= unit or not redis.call('ZSCORE', claims, buyer) then return halt('settle') end

  leaveNetworks(KEYS[6], KEYS[7], { buyer })
  redis.call('ZREM', claims, buyer)
  redis.call('HDEL', holds, buyer)
  redis.call('HSET', consumed, buyer,
    table.concat({ unit, attempt, order, hold.seq, hold.fence }, ' '))
  publish(sale, write(sale, 'settle', ' ' .. buyer .. ' ' .. unit .. ' ' .. attempt))
  return { 1, sale.epoch, sale.n }
end
return each(begin, 7, 4, { 'shift' }, check, settle)
