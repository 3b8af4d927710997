-- No lock is taken for longer (CRITICAL_LOCK_TTL_MS): one of another owner that lasts longer was taken
-- before the clock of the host was set back.
local LOCK_MAX_MS = 60000

local function lockOwner(lock, token)
  local owner = redis.call('GET', lock)
  return (owner == token or redis.call('PTTL', lock) <= LOCK_MAX_MS) and owner
end

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
