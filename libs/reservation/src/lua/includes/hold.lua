-- A field of fsh: 'h seq unit fence due price used' (held), the same with 'c … attempt token'
-- (claimed), or what remains of a place: 'e seq at' (expired), 'r seq at' (removed), 'l seq at'
-- (left), or 'w seq at' (waiting by a key of its own: waiting.lua). A token at the end names the
-- command that made the record, so that the same command a second time (its answer was lost) gets the
-- same answer: 'h …  token' has no attempt before it, remains are 'e seq at token code'. `due` is the
-- expiry less the sale's shift, so that moving all holds is one number.
-- Declined payments hang on to that token ('token.declines.retryAt'), where processes of an older
-- version read over them.
local function readHold(raw, shift)
  local phase, seq, unit, fence, due, price, used, attempt, rest =
    string.match(raw or '', '^([hc]) (%d+) (%d+) (%d+) (%-?%d+) (%d+) (%d+) ?(%d*) ?(%S*)$')
  if not phase then
    local place, by, code = string.match(raw or '', '^%a (%d+) %d+ ?(%S*) ?(%d*)')
    local letter = string.sub(raw or 'n', 1, 1)
    return { phase = letter, seq = tonumber(place), token = by, code = tonumber(code) }
  end
  local token, declines, retryAt = string.match(rest, '^([^.]*)%.?(%d*)%.?(%d*)$')
  return {
    phase = phase, seq = tonumber(seq), unit = tonumber(unit), fence = tonumber(fence),
    expiresAt = due + shift, price = price, used = tonumber(used),
    attempt = tonumber(attempt), token = token,
    declines = tonumber(declines) or 0, retryAt = tonumber(retryAt) or 0,
  }
end

-- `by`: token of the command that made the record, where it may come again.
local function holdText(phase, hold, due, by)
  local text = table.concat({ phase, hold.seq, hold.unit, hold.fence, due, hold.price, hold.used }, ' ')
  local declined = hold.declines > 0 and '.' .. hold.declines .. '.' .. hold.retryAt or ''
  if phase == 'c' then return text .. ' ' .. hold.attempt .. ' ' .. hold.token .. declined end
  declined = (by or '') .. declined
  return declined == '' and text or text .. '  ' .. declined
end

-- What callers see: the true expiry, and the extensions that the rules of now leave.
local function showHold(hold, extensions)
  local left = math.max(0, extensions - hold.used)
  return table.concat({ hold.seq, hold.unit, hold.fence, hold.expiresAt, hold.price, left }, ' ')
end
