-- A field of fshp: 'unit attempt orderId seq holdFence'. `attempt` is the fence of the order,
-- `holdFence` the one the buyer was shown with the hold (0: no longer known).
local function readSold(raw)
  local unit, attempt, orderId, seq, fence =
    string.match(raw, '^(%d+) (%d+) (%S+) (%d+) (%d+)$')
  return {
    unit = tonumber(unit), attempt = tonumber(attempt), orderId = orderId,
    seq = tonumber(seq), fence = tonumber(fence),
  }
end
