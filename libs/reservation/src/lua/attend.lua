--[[
Notes that a worker lives, and answers which ones do. One whose time lies ahead was noted before the clock
of the host was set back. A removal first: sales are also shared out when Redis is full.
KEYS  1 workers of one queue, which belong to no sale
ARGV  1 token of the worker  2 after how many ms of silence a worker is left out
Returns {token, …}
]]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '(' .. now, '+inf')
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('ZRANGE', KEYS[1], 0, -1)
