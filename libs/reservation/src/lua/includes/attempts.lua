-- Which requests were answered with a place: one that comes again after a lost answer, or is sent
-- again after a cut connection, finds its place instead of being refused or taking a second one.
-- A hash for each 128 places, gone ten minutes after its last change: place → '@minute' of the last
-- change of this field, tokens of requests, the newest first, and behind a bar those of earlier places
-- of the same buyer; twenty at most. Processes of an older version write no minute, or tokens before
-- it: such a field is as old as its hash.
local PLACES, TOKENS, KEPT_MS = 128, 20, 600000

local function attemptsAt(prefix, seq)
  return prefix .. ':' .. math.floor(seq / PLACES), seq % PLACES
end

local function minuteOf(ms)
  return math.floor(ms / 60000)
end

local function attemptsOf(prefix, seq, now)
  local tokens = redis.call('HGET', attemptsAt(prefix, seq)) or ''
  local minute = string.match(tokens, '^@(%d+) ')
  if tokens == '' or minute and minuteOf(now - KEPT_MS) > tonumber(minute) then return '' end
  return ' ' .. tokens .. ' '
end

-- 'own': answered with this place · 'earlier': with one that is gone · nil: not answered yet.
local function attemptIn(known, token)
  local at = token ~= '' and string.find(known, ' ' .. token .. ' ', 1, true)
  if not at then return nil end
  return at < (string.find(known, ' | ', 1, true) or #known) and 'own' or 'earlier'
end

-- The code of join for a request that was answered before, or nil.
local function answeredBefore(known, proof, name, ticket)
  local byProof, byName = attemptIn(known, proof), attemptIn(known, name)
  if byProof == 'own' or attemptIn(known, ticket) == 'own' then return 7 end
  if byName == 'own' then return 8 end
  return (byProof or byName) and 9
end

local function keepAttempts(call, prefix, seq, now, own, earlier)
  local words, count = { '@' .. minuteOf(now) }, 0
  local all = earlier == '' and own or own .. ' | ' .. string.gsub(earlier, '|', '')
  for word in string.gmatch(string.gsub(all, '@%d+', ''), '%S+') do
    if word ~= '|' then count = count + 1 end
    if count > TOKENS then break end
    words[#words + 1] = word
  end
  if count == 0 then return end
  local key, field = attemptsAt(prefix, seq)
  call('HSET', key, field, table.concat(words, ' '))
  call('PEXPIRE', key, KEPT_MS)
end

-- A request that found a place which it proved. What was drawn for this request alone (r…) is not
-- kept: no later one can show it. A full Redis must not keep the answer from its buyer.
local function keepFound(prefix, seq, now, proof, name, before)
  local lasting = string.gsub(proof, '^r.*', '') .. ' ' .. name
  if lasting ~= ' ' then keepAttempts(redis.pcall, prefix, seq, now, lasting .. before, '') end
end
