-- The drain lock after this step: taken if it was free and more is left to do, given back if nothing is.
-- Without `ms` it stays as it is.
local function keepLock(lock, owner, isMore, token, ms)
  if not ms then return end
  if not isMore then
    redis.call('DEL', lock)
  elseif not owner then
    redis.call('SET', lock, token, 'PX', ms)
  end
end
