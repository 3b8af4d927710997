-- What the server refuses as a whole is not a matter of one command: the client has to see it as the error of
-- its call, and looks for another server. Redis 6.2 puts the code into the middle of the text.
local function refusalOfServer(text)
  for _, code in ipairs({ 'READONLY', 'MISCONF', 'NOREPLICAS', 'MASTERDOWN' }) do
    local refused = string.match(text, code .. ' .*')
    if refused then return redis.error_reply(refused) end
  end
  return nil
end

-- A batch is n commands in order, each with `fields` arguments, with one time for all of them. `enter` opens
-- the sale, `check` raises an error for arguments out of range before anything is written, `act` does one
-- command. Answers what each came to. A command that ends by an error, such as a full Redis, ends alone: the
-- error, which pcall gives as a text, is its answer, and the others go on with the state as it is now.
local function each(enter, keys, fields, names, check, act)
  local count = math.max(1, math.floor(#ARGV / fields))
  local sale, no = enter(keys, count * fields, unpack(names))
  if not sale then return no end
  for i = 1, count do check((i - 1) * fields) end
  local answers = {}
  for i = 1, count do
    local done, answer = pcall(act, sale, (i - 1) * fields)
    if not done then
      local refused = refusalOfServer(answer)
      if refused then return refused end
      sale = enter(keys, count * fields, unpack(names))
    end
    answers[i] = answer
  end
  return answers
end
