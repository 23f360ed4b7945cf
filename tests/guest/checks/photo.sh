# photo.sh NAME.jpg WIDTHxHEIGHT CLASS ...: each photograph, sent by the camera,
# gives the class that camtool finds in the file.
# shellcheck shell=sh
export CAMGLASS_MODELS=/job/data/models
while [ $# -ge 3 ]; do
  plug -F "MJPG:$2@5" -i "MJPG=/job/data/photos/$1"
  # The first frames come before the network's first result.
  camapp --headless --resize exact --size "$2" --seconds 120 --json \
    >/tmp/out 2>/tmp/err &
  pid=$!
  wait_for 110 has '"top":' /tmp/out
  kill -INT "$pid"
  wait "$pid" || fail "$1: camapp ends with 0" /tmp/err
  found=$(sed -n 's/.*"top":\[{"index":\([0-9]*\),.*/\1/p' /tmp/out | head -n 1)
  if [ "$found" = "$3" ]; then
    pass "$1: class $3 by the camera and by camtool"
  else
    fail "$1: class ${found:-none} by the camera, $3 by camtool" /tmp/err
  fi
  unplug
  shift 3
done
finish
