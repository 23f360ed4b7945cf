#!/bin/bash
# What depends on the machine (L2 cache, panels, tiles) changes plans and no bit
# of a result; and who sets it wrongly is told.
#   machine_choices_test.sh CAMTOOL WEIGHTS PICTURE
set -uo pipefail
# shellcheck source=tests/expect.bash
source "$(dirname "${BASH_SOURCE[0]}")/../expect.bash"
camtool=$1 picture=$3
export CAMGLASS_MODELS=$2
enter_work_folder

logits() { "$camtool" run "$picture" --threads 2 --logits "$1.npy" >log 2>&1 || fail "$(cat log)"; }
logits usual
for choice in CAMGLASS_L2_BYTES=65536 CAMGLASS_L2_BYTES=33554432 \
  CAMGLASS_PANEL_VECTORS=1 CAMGLASS_PANEL_VECTORS=2 CAMGLASS_TILE_ROWS=1 \
  CAMGLASS_TILE_ROWS=5; do
  export "${choice?}"
  logits "$choice"
  cmp usual.npy "$choice.npy" || fail "$choice changes the result"
  unset "${choice%=*}"
done

# The plan follows the cache.
steps() { "$camtool" bench squeezenet1_1 --runs 1 --steps | awk '{ print $1, $2 }'; }
CAMGLASS_L2_BYTES=16384 steps >small
CAMGLASS_L2_BYTES=67108864 steps >large
[[ -s small && -s large ]] || fail "no steps"
cmp -s small large && fail "the L2 cache changes no plan"

expect 2 "CAMGLASS_L2_BYTES=1M is not a number from" \
  env CAMGLASS_L2_BYTES=1M "$camtool" models
expect 2 "avx3_dl is not part of this build; use one of" \
  env CAMGLASS_TARGET=avx3_dl "$camtool" models

verdict
