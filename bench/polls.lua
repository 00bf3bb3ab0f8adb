-- For wrk: each request is the question of another open page, one after the other. A line of the file PAGES is a page's
-- address and its reader's session. PACE is a file that says how long to wait in between; without it nobody waits.
local pages, last = {}, 0
for line in io.lines(os.getenv("PAGES")) do
  local path, session = line:match("(%S+) (%S+)")
  pages[#pages + 1] = wrk.format("GET", path, { Cookie = "sessionid=" .. session, ["HX-Request"] = "true" })
end

function request()
  last = last % #pages + 1
  return pages[last]
end

if os.getenv("PACE") then
  dofile(os.getenv("PACE"))
end
