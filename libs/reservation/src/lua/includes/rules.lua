-- The rules of a sale as arguments from `first` on: numbers and flags, then the two texts.
local NUMBERS = { 'version', 'startsAt', 'endsAt', 'lobbyOpensAt', 'holdMs', 'fastPassPercent', 'price',
  'extensions', 'extensionMs', 'honour', 'paused', 'pauseSince', 'closed' }
local RULES = #NUMBERS + 2

local function readRules(first)
  local rules, fields = {}, {}
  for i, name in ipairs(NUMBERS) do
    rules[name] = whole(first + i - 1)
    fields[2 * i - 1], fields[2 * i] = name, rules[name]
  end
  rules.pauseReason, rules.message = ARGV[first + #NUMBERS], ARGV[first + #NUMBERS + 1]
  fields[#fields + 1], fields[#fields + 2] = 'pauseReason', rules.pauseReason
  fields[#fields + 1], fields[#fields + 2] = 'message', rules.message
  return rules, fields
end
