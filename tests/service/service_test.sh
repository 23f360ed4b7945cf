#!/bin/bash
# camapp service install and remove, with a systemctl that writes down what it is
# asked; and the command of the unit, run by hand, with a journal that is a file.
#   service_test.sh CAMAPP MODELS
set -uo pipefail
# shellcheck source=tests/expect.bash
source "$(dirname "${BASH_SOURCE[0]}")/../expect.bash"
camapp=$1
export CAMGLASS_MODELS=$2
enter_work_folder

mkdir -p bin home
cat >bin/systemctl <<'SCRIPT'
#!/bin/sh
echo "$*" >>"$CALLS"
exit "${ANSWER:-0}"
SCRIPT
chmod 755 bin/systemctl
export CALLS=$work/calls HOME=$work/home PATH=$work/bin:$PATH
unset XDG_CONFIG_HOME
unit=$HOME/.config/systemd/user/camapp.service
token=$HOME/.config/camglass/page-token

# Installed: a unit that systemd takes, a secret token, a running service.
umask 022
expect 0 "the page is at http://127.0.0.1:8080/?token=" "$camapp" service install
[[ $(stat -c %a "$token") == 600 ]] || fail "the token is of mode $(stat -c %a "$token")"
[[ $(<"$token") =~ ^[0-9a-f]{32}$ ]] || fail "the token: $(<"$token")"
grep -qF "\"--serve\" \"127.0.0.1:8080\" \"--token-file\" \"$token\"" "$unit" ||
  fail "the unit: $(<"$unit")"
diff calls - <<'CALLS' || fail "systemctl was called otherwise"
--user --quiet daemon-reload
--user --quiet enable camapp.service
--user --quiet restart camapp.service
CALLS
if command -v systemd-analyze >/dev/null; then
  # Only about this unit: in a container the verdict on others is bad.
  mkdir -m 700 runtime
  complaints() { # UNIT
    XDG_RUNTIME_DIR=$work/runtime systemd-analyze --user verify "$1" >verdict 2>&1
    grep 'camapp\.service:.*\(Unknown\|Invalid\|Failed to parse\|not executable\)' verdict
  }
  complaints "$unit" && fail "systemd does not take the unit"
  mkdir planted
  sed 's/^NoNewPrivileges/Unkown&/' "$unit" >planted/camapp.service
  complaints "$work/planted/camapp.service" >/dev/null ||
    fail "systemd takes anything here: the check above sees nothing"
fi

# Again, with other options: the same token, so that bookmarks stay good.
before=$(<"$token")
expect 0 "127.0.0.1:9000/?token=$before" "$camapp" service install --port 9000 \
  --camera "50% of \$HOME" --model squeezenet1_1
[[ $(<"$token") == "$before" ]] || fail "another token"
model=$CAMGLASS_MODELS/squeezenet1_1.safetensors
grep -qF "\"--camera\" \"50%% of \$\$HOME\" \"--model\" \"$model\"" "$unit" ||
  fail "the unit: $(<"$unit")"
# Relative paths are of this folder, not of systemd's.
cp "$model" mine.safetensors
expect 0 "the page is at" "$camapp" service install --model ./mine.safetensors \
  --camera ./video0
grep -q '"--camera" "/.*video0" "--model" "/.*mine.safetensors"' "$unit" ||
  fail "the unit: $(<"$unit")"

# Removed: nothing is left.
rm calls
expect 0 "removed $unit" "$camapp" service remove
diff calls - <<'CALLS' || fail "systemctl was called otherwise"
--user --quiet disable --now camapp.service
--user --quiet daemon-reload
CALLS
left=$(find home -type f)
[[ -z $left && ! -e $HOME/.config/camglass ]] || fail "left: $left"
expect 0 "there was no service" "$camapp" service remove

# Without an answering systemd the files are there, and the error says what to do.
export ANSWER=1
expect 1 "systemctl --user enable --now" "$camapp" service install
[[ -s $unit && -s $token ]] || fail "nothing was written"
# Its token, seen by others, is not taken.
chmod 644 "$token"
expect 1 "others can read" "$camapp" service install
mkdir "${unit%/*}/default.target.wants"
ln -s ../camapp.service "${unit%/*}/default.target.wants/"
expect 1 "may still be running" "$camapp" service remove
left=$(find home ! -type d)
[[ -z $left ]] || fail "left: $left"
unset ANSWER

# What somebody else wrote stays.
mkdir -p "${unit%/*}"
echo "[Unit]" >"$unit"
expect 1 "was not written by camapp" "$camapp" service install
expect 1 "was not written by camapp" "$camapp" service remove
[[ $(<"$unit") == "[Unit]" ]] || fail "another's unit was changed"
rm "$unit"
ln -s nowhere "$unit"
expect 1 "was not written by camapp" "$camapp" service install
rm "$unit"

# What can't be.
expect 2 "service --help" "$camapp" service
expect 2 "service --help" "$camapp" service start
expect 2 "port" "$camapp" service install --port 80
expect 2 "control character" "$camapp" service install --camera $'two\nlines'
expect 1 "there is no model 'nonsense'" "$camapp" service install --model nonsense
expect 2 "no effect on service remove" "$camapp" service remove --port 9000
mkdir "quo'ted"
cp "$camapp" "quo'ted/camapp"
expect 2 "a quote or a backslash" "quo'ted/camapp" service install
expect 2 "set HOME" env -u HOME "$camapp" service install
expect 2 "no effect" "$camapp" --model resnet18 service install

# The unit's command runs, and the journal does not get the token.
expect 0 "the page is at" "$camapp" service install --port 18763
: >journal
JOURNAL_STREAM=$(stat -c '%d:%i' journal) "$camapp" --pattern --no-infer \
  --serve 127.0.0.1:0 --token-file "$token" 2>>journal &
pid=$!
for _ in {1..200}; do
  grep -q 'the page is at' journal && break
  sleep 0.05
done
kill -TERM "$pid"
wait "$pid" || fail "it ended with $?: $(<journal)"
grep -q "the page is at http://127.0.0.1:[0-9]*/, with the token in $token" journal ||
  fail "the journal: $(<journal)"
grep -qF "$(<"$token")" journal && fail "the journal has the token"

verdict
