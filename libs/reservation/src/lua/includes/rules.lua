-- The rules of a sale as arguments from `first` on: numbers and flags, then three texts.
local NUMBERS = { 'version', 'startsAt', 'endsAt', 'lobbyOpensAt', 'holdMs', 'fastPassPercent', 'price',
  'extensions', 'extensionMs', 'honour', 'paused', 'pauseSince', 'closed', 'holdsBeforeWait' }
local RULES = #NUMBERS + 3

-- A share of the stock may be a fraction: half a percent of a large sale is still many units.
local function percent(i)
  local value = tonumber(ARGV[i])
  if not value or not (value >= 0 and value <= 100) then
    error('argument ' .. i .. ' is out of range')
  end
  return value
end

local function readRules(first)
  local rules, fields = {}, {}
  for i, name in ipairs(NUMBERS) do
    local read = name == 'fastPassPercent' and percent or whole
    rules[name] = read(first + i - 1)
    fields[2 * i - 1], fields[2 * i] = name, rules[name]
  end
  local text = first + #NUMBERS
  rules.pauseReason, rules.message = ARGV[text], ARGV[text + 1]
  local places = ARGV[text + 2] == 'auto' and 'auto' or whole(text + 2)
  fields[#fields + 1], fields[#fields + 2] = 'pauseReason', rules.pauseReason
  fields[#fields + 1], fields[#fields + 2] = 'message', rules.message
  fields[#fields + 1], fields[#fields + 2] = 'placesPerNetwork', places
  return rules, fields
end
