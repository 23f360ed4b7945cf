#!/bin/bash
# include_direction_test.sh: each planted violation is reported, by its file,
# and what is allowed is not.
set -uo pipefail
check=$(dirname "${BASH_SOURCE[0]}")/include_direction.sh
# shellcheck source=tests/architecture/planted.bash
source "$(dirname "${BASH_SOURCE[0]}")/planted.bash"

expect ok engine/session.h '#include "engine/plan/plan.h"'
expect ok engine/base/console.cc '#include "engine/base/status.h"'
expect ok engine/runtime/team.cc '#include "engine/base/round_up.h"'
expect ok camapp/output/recorder.cc '#include "camapp/video/recording.h"'
expect ok camapp/page/page_server.cc '#include "camapp/viewer/command.h"'
expect ok tools/main.cc '#include "engine/base/console.h"'
expect ok engine/plan/step.cc '#include "engine/kernels/conv.h"'
expect ok weights/torch/torch_reader.cc '#include "weights/checkpoint.h"'
expect ok weights/load_model.h '#include "nets/net.h"'
expect ok camapp/cam/explain.h '#include "camapp/picture/picture.h"'
expect ok tools/commands/run.cc '#include "camapp/cam/explain.h"'
expect ok engine/kernels/conv.cc '#include "hwy/highway.h"'

expect ok engine/plan/steps/winograd.cc '#include "engine/plan/op_place.h"'
expect ok engine/graph/ops/rules.cc '#include "engine/graph/graph.h"'

expect wrong engine/plan/steps/winograd.cc '#include "engine/plan/compiler.h"'
expect wrong engine/plan/steps/winograd.cc '#include "engine/reference/executor.h"'
expect wrong engine/graph/ops/rules.cc '#include "engine/graph/passes.h"'
expect wrong engine/graph/ops/rules.cc '#include "engine/plan/plan.h"'
expect wrong engine/base/console.cc '#include "engine/graph/op.h"'
expect wrong engine/base/console.cc '#include "engine/tensor.h"'
expect wrong engine/runtime/team.cc '#include "engine/tensor.h"'
expect wrong camapp/capture/camera.cc '#include "camapp/video/recording.h"'
expect wrong camapp/video/y4m.cc '#include "weights/limits.h"'
expect wrong camapp/output/recorder.cc '#include "weights/limits.h"'
expect wrong camapp/live/pipeline.cc '#include "camapp/viewer/command.h"'
expect wrong camapp/viewer/viewer.cc '#include "camapp/window/window.h"'
expect wrong camapp/window/window.cc '#include "camapp/page/page_server.h"'
expect wrong camapp/page/page_server.cc '#include "camapp/window/window.h"'
expect wrong camapp/program/live_command.cc '#include "camapp/doctor/doctor.h"'
expect wrong camapp/doctor/doctor.cc '#include "camapp/program/live_run.h"'
expect wrong engine/session.cc '#include "nets/net.h"'
expect wrong engine/session.cc '#include "engine/reference/executor.h"'
expect wrong engine/graph/graph.cc '#include "engine/plan/plan.h"'
expect wrong engine/kernels/conv.cc '  #  include "engine/graph/op.h"'
expect wrong engine/reference/ops_conv.cc '#include "engine/kernels/conv.h"'
expect wrong nets/net.cc '#include "weights/load_model.h"'
expect wrong weights/load_model.cc '#include "camapp/picture/picture.h"'
expect wrong camapp/picture/decode.cc '#include "camapp/cam/explain.h"'
expect wrong camapp/cam/explain.cc '#include "camapp/live/pipeline.h"'
expect wrong camapp/main.cc '#include "tools/command.h"'
expect wrong bench/layers_bench.cc '#include "tests/kernels/one_op.h"'
expect wrong engine/plan/plan.cc '// ResNet-18 needs this.'

echo "$failures wrong"
exit $((failures > 0))
