-- Requests and result of one run of wrk: wrk -s wrk.lua URL -- MODE [ARGUMENT]
--   get           the URL as it is
--   upload BYTES  POST of a body of that length
--   hang MS       the URL with ?ms=N, N random between MS/2 and 3*MS/2, so that the hung
--                 requests do not come in bursts

function init(args)
  if args[1] == "upload" then
    wrk.method = "POST"
    wrk.body = string.rep("x", tonumber(args[2]))
    wrk.headers["Content-Type"] = "application/octet-stream"
  elseif args[1] == "hang" then
    local ms, path = tonumber(args[2]), wrk.path
    math.randomseed(os.time())
    request = function()
      return wrk.format(nil, path .. "?ms=" .. math.random(math.floor(ms / 2), math.floor(ms * 3 / 2)))
    end
  end
end

-- Latencies and the duration are in microseconds.
function done(summary, latency, requests)
  local errors = summary.errors
  local fields = {
    requests = summary.requests,
    duration_us = summary.duration,
    bytes = summary.bytes,
    p50_us = latency:percentile(50),
    p90_us = latency:percentile(90),
    p99_us = latency:percentile(99),
    p999_us = latency:percentile(99.9),
    max_us = latency.max,
    connect_errors = errors.connect,
    read_errors = errors.read,
    write_errors = errors.write,
    timeouts = errors.timeout,
    bad_statuses = errors.status,
  }
  local words = {}
  for name, value in pairs(fields) do
    words[#words + 1] = string.format("%s=%.0f", name, value)
  end
  print("RESULT " .. table.concat(words, " "))
end
