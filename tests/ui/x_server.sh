#!/bin/bash
# The window on a real X server: it opens, keys step it, and while nothing happens it draws nothing.
#   x_server.sh BINARY
set -euo pipefail
binary=$1

for tool in Xvfb xdotool; do
  command -v "$tool" >/dev/null || { echo "skipped: $tool is missing"; exit 77; }
done

work=$(mktemp -d)
mkfifo "$work/display"
Xvfb -displayfd 3 -screen 0 1440x900x24 -nolisten tcp 3<>"$work/display" >"$work/xvfb.log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
read -r -t 30 number <"$work/display" || { echo "Xvfb did not start:"; cat "$work/xvfb.log"; exit 1; }
export DISPLAY=:$number
export LIBGL_ALWAYS_SOFTWARE=1
export LC_ALL=C.UTF-8  # the window begins in English

fail() {
  echo "FAILED: $*"
  cat "$work"/*.txt 2>/dev/null || true
  exit 1
}

# frames SECONDS: how many an untouched window draws in that time.
frames() {
  "$binary" --settings "$work/idle-$1.json" --close-after "$1" --frame-report "$work/idle.txt"
  sed -n 's/^frames //p' "$work/idle.txt"
}

# find_window: waits for the program's window and turns the keys to it.
find_window() {
  id=$(timeout 15 xdotool search --sync --onlyvisible --name 'Backprop Tutor' | head -n 1)
  [ -n "$id" ] || fail "no window with the program's title"
  sleep 2
  xdotool windowfocus "$id" 2>/dev/null || true
}

# close_window PROCESS: by its keys, long before it would close by itself.
close_window() {
  local begin=$SECONDS
  xdotool key ctrl+q
  wait "$1"
  [ $((SECONDS - begin)) -lt 15 ] || fail "Ctrl+Q did not close the window"
}

short=$(frames 4)
long=$(frames 9)
echo "idle window: $short frames in 4 s, $long frames in 9 s"
[ "$short" -ge 1 ] || fail "no frame was drawn"
[ "$short" = "$long" ] || fail "an idle window goes on drawing"

"$binary" --settings "$work/settings.json" --close-after 40 --frame-report "$work/keys.txt" &
window=$!
find_window
for key in space space space BackSpace Right; do
  xdotool key "$key"
  sleep 0.2
done
sleep 1  # sanitized and beside other tests, a frame takes its time
close_window "$window"
grep -q '^step 3 / ' "$work/keys.txt" || fail "five keys should have led to step 3"
drawn=$(sed -n 's/^frames //p' "$work/keys.txt")
echo "with five keys: $drawn frames"
[ "$drawn" -gt "$short" ] || fail "keys drew no frames"

"$binary" --settings "$work/settings.json" --close-after 4 --frame-report "$work/again.txt"
grep -q '^step 3 / ' "$work/again.txt" || fail "the next start should have come back to step 3"

# A first start speaks the environment's language; later ones speak what was kept.
LC_ALL=zh_CN.UTF-8 "$binary" --settings "$work/zh.json" --close-after 4 --frame-report "$work/zh.txt"
grep -q '按空格开始' "$work/zh.txt" || fail "a first start in a Chinese environment should be Chinese"
"$binary" --settings "$work/zh.json" --close-after 4 --frame-report "$work/zh.txt"
grep -q '按空格开始' "$work/zh.txt" || fail "the next start should have kept its Chinese"

# A file is opened by typing its path.
printf 'w = param(3.0)\nJ = w * w\nJ.backward()\n' >"$work/square.py"
"$binary" --settings none --close-after 40 --frame-report "$work/opened.txt" &
window=$!
find_window
xdotool key ctrl+o
sleep 0.5
xdotool key ctrl+a
sleep 0.2
xdotool type --delay 40 "$work/squ"
xdotool key Tab
sleep 0.3
xdotool key Return
sleep 1
close_window "$window"
grep -qx 'square' "$work/opened.txt" || fail "the typed path should have opened square.py"
