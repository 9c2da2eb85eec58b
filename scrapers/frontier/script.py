"""What Redis does in one step, in Lua: SCRIPT runs one command of one worker of a run.

KEY            scrapy-redis's queue, a sorted set of the entries that wait; score: minus the priority. An entry is 16
               hex digits of age, so that entries of one priority leave in the order they came, then JSON
KEY:run        hash: `token` (fencing token of the run's attempt), `spider`, `now` (the first worker's clock), `age` (of
               the newest entry), `ender` (the worker that ends the run), `popped:<w>` (the worker's last ticket and the
               entry it got for it), `left:<w>` (the latest time in `workers` when the worker left)
KEY:seen       set: fingerprints of all requests ever queued
KEY:workers    sorted set: workers; score: the time (ms) until which one counts as alive
KEY:held:<w>   sorted set like the queue: entries that the worker has popped and not finished
KEY:counts     hash: worker to its counts (JSON); kept after its death
KEY:problems   hash: "<worker> <number>" to an error (JSON); kept after its death

All keys expire a day after the last sign of life. A reply may be lost, so a command that is repeated changes nothing.
"""

SCRIPT = """
local queue, command, token, worker, alive_ms, keep_s = KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local function key(name) return queue .. ':' .. name end
local run, seen, workers, mine = key('run'), key('seen'), key('workers'), key('held:' .. worker)
local counts, problems = key('counts'), key('problems')
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local function stay_alive()
  redis.call('ZADD', workers, now + alive_ms, worker)
  for _, name in ipairs({queue, run, seen, workers, mine, counts, problems}) do redis.call('EXPIRE', name, keep_s) end
end

local function alive_until() return redis.call('ZREVRANGE', workers, 0, 0, 'WITHSCORES')[2] end

local function requeue(holder)
  local held = redis.call('ZRANGE', key('held:' .. holder), 0, -1, 'WITHSCORES')
  for i = 1, #held, 2 do redis.call('ZADD', queue, held[i + 1], held[i]) end
  redis.call('EXPIRE', queue, keep_s)
  redis.call('DEL', key('held:' .. holder))
  redis.call('ZREM', workers, holder)
end

local function requeue_the_dead()
  for _, dead in ipairs(redis.call('ZRANGEBYSCORE', workers, '-inf', now)) do requeue(dead) end
end

local commands = {}

-- Joins the frontier or creates it. A newer token takes over at once what the workers of earlier attempts held.
-- Returns the first worker's clock.
function commands.join(spider, my_clock)
  local current, owner = unpack(redis.call('HMGET', run, 'token', 'spider'))
  if current == token and redis.call('HEXISTS', run, 'ender') == 1 then
    return redis.error_reply('SUPERSEDED the run has ended')
  elseif current == token and owner ~= spider then
    return redis.error_reply('SUPERSEDED the run is one of the spider ' .. owner)
  elseif current and current ~= token then
    for _, old in ipairs(redis.call('ZRANGE', workers, 0, -1)) do requeue(old) end
    redis.call('HDEL', run, 'ender')
    if owner ~= spider then redis.call('DEL', queue, run, seen, counts, problems) end
  end
  redis.call('HSET', run, 'token', token, 'spider', spider)
  redis.call('HSETNX', run, 'now', my_clock)
  stay_alive()
  return redis.call('HGET', run, 'now')
end

-- Queues a request unless its fingerprint is known. Returns whether it did.
function commands.push(fingerprint, score, text)
  if redis.call('SADD', seen, fingerprint) == 0 then return 0 end
  redis.call('ZADD', queue, score, string.format('%016x', redis.call('HINCRBY', run, 'age', 1)) .. text)
  stay_alive()
  return 1
end

-- Moves the first entry from the queue to the worker's hold and returns it; the same entry again for the same ticket.
function commands.pop(ticket)
  local field = 'popped:' .. worker
  local answered, entry = string.match(redis.call('HGET', run, field) or '', '^(%d+) (.*)$')
  if answered ~= ticket or not redis.call('ZSCORE', mine, entry) then
    local first = redis.call('ZPOPMIN', queue)
    if #first == 0 then return false end
    entry = first[1]
    redis.call('ZADD', mine, first[2], entry)
    redis.call('HSET', run, field, ticket .. ' ' .. entry)
  end
  stay_alive()
  return entry
end

-- Returns how many entries wait or are held by any worker.
function commands.count()
  local number = redis.call('ZCARD', queue)
  for _, holder in ipairs(redis.call('ZRANGE', workers, 0, -1)) do
    number = number + redis.call('ZCARD', key('held:' .. holder))
  end
  return number
end

-- Stores the worker's counts and its problems from number `first` on, drops the entries it has finished (also one that
-- was queued again because the worker was silent for too long), and queues again what the dead held. Further arguments:
-- `new` problems, then entries. Returns the counts of all workers.
function commands.settle(leave, my_counts, first, new)
  redis.call('HSET', counts, worker, my_counts)
  for i = 1, new do redis.call('HSET', problems, string.format('%s %08d', worker, first + i), ARGV[9 + i]) end
  for i = 10 + new, #ARGV do
    redis.call('ZREM', mine, ARGV[i])
    redis.call('ZREM', queue, ARGV[i])
  end
  stay_alive()
  requeue_the_dead()
  if leave == '1' then
    requeue(worker)
    redis.call('HSET', run, 'left:' .. worker, alive_until() or 0)
  end
  return redis.call('HGETALL', counts)
end

-- For a worker that has left: false while another may be alive, an error if another ends the run (it has done so, or
-- gave a sign of life since), else the number of entries left and all problems: this worker must end the run.
function commands.claim()
  requeue_the_dead()
  local latest = alive_until()
  if latest and tonumber(latest) <= tonumber(redis.call('HGET', run, 'left:' .. worker)) then return false end
  if not latest then redis.call('HSETNX', run, 'ender', worker) end
  if redis.call('HGET', run, 'ender') ~= worker then
    return redis.error_reply('SUPERSEDED another worker ends the run')
  end
  return {commands.count(), redis.call('HGETALL', problems)}
end

local current, joins = redis.call('HGET', run, 'token'), command == 'join'
if not current and not joins then return redis.error_reply('LOST the frontier of the run is gone') end
if current and current ~= token and not (joins and tonumber(current) < tonumber(token)) then
  return redis.error_reply('SUPERSEDED another attempt at the run has begun')
end
return commands[command](unpack(ARGV, 6, 9))
"""
