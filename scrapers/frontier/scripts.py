"""What happens in Redis in one step, in Lua: each script takes the key prefix, the run's token and the worker's name.

Keys below the prefix `marquee:frontier:<run_id>`; all of them expire a day after the last sign of life.

run       hash: `token` (the fencing token of the run's attempt), `spider`, `now` (the first worker's present), `next`
          (the last entry's number), `ender` (the worker that ends the run), `popped:<w>` (the worker's last ticket and
          the number that it got for it), `problems:<w>` (how many of its problems are in `problems`)
queue     sorted set: numbers of waiting entries; score: minus the priority, ties by age
entries   hash: number to JSON
seen      set: identities of all requests ever queued
workers   sorted set: worker to the time (ms) until which it is believed to live
held:<w>  sorted set like `queue`: what the worker has taken and not yet finished
told      hash: worker to its counts (JSON); kept after its death
problems  list: errors of all workers (JSON)
"""

from __future__ import annotations

_HEAD = """
local prefix, token, worker, alive_ms, keep_s = KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local function key(name) return prefix .. ':' .. name end
local run, queue, entries, seen = key('run'), key('queue'), key('entries'), key('seen')
local workers, told, problems, mine = key('workers'), key('told'), key('problems'), key('held:' .. worker)
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local function requeue(of)
  local held = redis.call('ZRANGE', key('held:' .. of), 0, -1, 'WITHSCORES')
  for i = 1, #held, 2 do redis.call('ZADD', queue, held[i + 1], held[i]) end
  redis.call('DEL', key('held:' .. of))
  redis.call('ZREM', workers, of)
end

local function bury_the_dead()
  for _, dead in ipairs(redis.call('ZRANGEBYSCORE', workers, '-inf', now)) do requeue(dead) end
end

local function live()
  redis.call('ZADD', workers, now + alive_ms, worker)
  for _, name in ipairs({run, queue, entries, seen, workers, told, problems, mine}) do
    redis.call('EXPIRE', name, keep_s)
  end
end

local function left()
  local number = redis.call('ZCARD', queue)
  for _, one in ipairs(redis.call('ZRANGE', workers, 0, -1)) do
    number = number + redis.call('ZCARD', key('held:' .. one))
  end
  return number
end
"""

_CURRENT = """
local current = redis.call('HGET', run, 'token')
if not current then return redis.error_reply('LOST the frontier of the run is gone') end
if current ~= token then return redis.error_reply('SUPERSEDED another attempt at the run has begun') end
"""

BEGIN = (
    _HEAD
    + """
local spider, present = ARGV[5], ARGV[6]
local current = redis.call('HGET', run, 'token')
if current and tonumber(current) > tonumber(token) then
  return redis.error_reply('SUPERSEDED another attempt at the run has begun')
end
if current == token and redis.call('HEXISTS', run, 'ender') == 1 then
  return redis.error_reply('OVER the run is at its end')
end
if current and current ~= token then
  for _, old in ipairs(redis.call('ZRANGE', workers, 0, -1)) do requeue(old) end
  redis.call('HDEL', run, 'ender')
end
local owner = redis.call('HGET', run, 'spider')
if owner and owner ~= spider then
  if current == token then return redis.error_reply('OVER the run is one of the spider ' .. owner) end
  redis.call('DEL', run, queue, entries, seen, told, problems)
end
redis.call('HSET', run, 'token', token, 'spider', spider)
redis.call('HSETNX', run, 'now', present)
live()
return {redis.call('HGET', run, 'now'), redis.call('ZCARD', queue), redis.call('HGETALL', told)}
"""
)
"""Join the frontier or make it. A newer token takes over at once what the workers of the attempts before it held.
Arguments: spider, present. Returns the first worker's present, the entries waiting, `told`."""

PUSH = (
    _HEAD
    + _CURRENT
    + """
local identity, score, entry = ARGV[5], ARGV[6], ARGV[7]
if redis.call('SADD', seen, identity) == 0 then return 0 end
local number = string.format('%016x', redis.call('HINCRBY', run, 'next', 1))
redis.call('HSET', entries, number, entry)
redis.call('ZADD', queue, score, number)
live()
return 1
"""
)
"""Queue an entry unless its identity is known. Returns whether it was queued."""

POP = (
    _HEAD
    + _CURRENT
    + """
local ticket, field = ARGV[5], 'popped:' .. worker
local of, number = string.match(redis.call('HGET', run, field) or '', '^(%d+) (.*)$')
if of ~= ticket or not redis.call('ZSCORE', mine, number) then
  local first = redis.call('ZPOPMIN', queue)
  if #first == 0 then return false end
  number = first[1]
  redis.call('ZADD', mine, first[2], number)
  redis.call('HSET', run, field, ticket .. ' ' .. number)
end
live()
return {number, redis.call('HGET', entries, number)}
"""
)
"""Move the first entry from the queue to the worker's own. Returns its number and, if there is one, its text; the same
again for the same ticket, since a worker whose reply was lost would hold an entry that it does not know.
Arguments: ticket."""

LEFT = _HEAD + _CURRENT + "return left()"
"""How many entries wait or are held by any worker."""

SETTLE = (
    _HEAD
    + _CURRENT
    + """
local counts, leaves, before, news = ARGV[5], ARGV[6], tonumber(ARGV[7]), tonumber(ARGV[8])
local known = tonumber(redis.call('HGET', run, 'problems:' .. worker) or 0)
live()
redis.call('HSET', told, worker, counts)
for i = 9 + math.max(known - before, 0), 8 + news do redis.call('RPUSH', problems, ARGV[i]) end
redis.call('HSET', run, 'problems:' .. worker, math.max(known, before + news))
for i = 9 + news, #ARGV do
  if redis.call('ZREM', mine, ARGV[i]) == 1 or redis.call('ZREM', queue, ARGV[i]) == 1 then
    redis.call('HDEL', entries, ARGV[i])
  end
end
bury_the_dead()
if leaves == '1' then requeue(worker) end
redis.call('EXPIRE', told, keep_s)
redis.call('EXPIRE', problems, keep_s)
redis.call('EXPIRE', queue, keep_s)
return redis.call('HGETALL', told)
"""
)
"""Tell the worker's counts, add those of its new problems that are not there yet (a reply may have been lost), drop the
entries that it has finished (also one that was queued again because the worker was silent for too long), queue again
what dead workers held. Returns `told`.
Arguments: counts, whether the worker leaves, how many problems it told before, how many are new, these, the numbers of
finished entries."""

CLAIM = (
    _HEAD
    + _CURRENT
    + """
bury_the_dead()
local living = redis.call('ZRANGE', workers, 0, -1, 'WITHSCORES')
if #living > 0 then return {0, living} end
redis.call('HSETNX', run, 'ender', worker)
if redis.call('HGET', run, 'ender') ~= worker then return {2} end
return {1, left(), redis.call('LRANGE', problems, 0, -1)}
"""
)
"""Of a worker that has left: become the one that ends the run, once nobody is believed to live.
Returns 0 and the living with their times, 2 when another ends it, or 1, the entries left and all problems."""
