#!/bin/bash
# include_direction.sh ROOT: fails where a folder of ROOT includes a header of a
# folder that it must not know, or the engine names a network. The rules are
# those of ARCHITECTURE.md; a rule for a folder counts for what is under it
# unless a deeper folder has its own.
set -uo pipefail
cd "${1:?usage: include_direction.sh ROOT}" || exit

# Folder: what its files may include. "engine/*" is the engine's top folder
# alone, without the folders in it; "!header" is one that they must not include
# all the same.
rules='
engine             engine/* engine/base engine/graph engine/plan engine/runtime
engine/base        engine/base
engine/graph       engine/* engine/base engine/graph
engine/graph/ops   engine/* engine/base engine/graph !engine/graph/builder.h !engine/graph/cost.h !engine/graph/passes.h !engine/graph/shapes.h
engine/kernels     engine/* engine/base engine/kernels engine/runtime
engine/plan        engine/* engine/base engine/plan engine/graph engine/kernels engine/runtime
engine/plan/steps  engine/* engine/base engine/plan engine/graph engine/kernels engine/runtime !engine/plan/compiler.h !engine/plan/plan.h !engine/plan/plan_impl.h
engine/reference   engine/* engine/base engine/reference engine/graph
engine/runtime     engine/base engine/runtime
nets               nets engine
weights            weights nets engine
camapp             camapp weights nets engine
camapp/cam         camapp/cam camapp/picture weights nets engine
camapp/picture     camapp/picture engine
camapp/library     camapp/library camapp/cam camapp/picture weights nets engine
camapp/capture     camapp/capture camapp/picture engine
camapp/video       camapp/video camapp/capture camapp/picture engine
camapp/output      camapp/output camapp/video camapp/capture camapp/picture engine
camapp/live        camapp/live camapp/output camapp/video camapp/capture camapp/cam camapp/picture weights nets engine
camapp/viewer      camapp/viewer camapp/live camapp/output camapp/video camapp/capture camapp/cam camapp/picture weights nets engine
camapp/window      camapp/window camapp/viewer camapp/live camapp/output camapp/video camapp/capture camapp/cam camapp/picture weights nets engine
camapp/page        camapp/page camapp/viewer camapp/live camapp/output camapp/video camapp/capture camapp/cam camapp/picture weights nets engine
camapp/program     camapp/program camapp/page camapp/window camapp/viewer camapp/live camapp/output camapp/video camapp/capture camapp/cam camapp/picture weights nets engine
camapp/doctor      camapp/doctor camapp/live camapp/output camapp/video camapp/capture camapp/cam camapp/picture weights nets engine
camapp/service     camapp/service camapp/page camapp/viewer camapp/live camapp/output camapp/video camapp/capture camapp/cam camapp/picture weights nets engine
tools              tools camapp/cam camapp/picture weights nets engine
tests              tests tools camapp weights nets engine
bench              bench tests/golden camapp weights nets engine
'

# Every include of a header of ours, as "FILE FOLDER-OF-THE-HEADER HEADER"; a
# header of the engine's own top folder has the folder "engine/*".
includes() {
  grep -roE --include='*.h' --include='*.cc' --include='*.inc' \
    '^ *# *include +"(engine|nets|weights|camapp|tools|tests|bench)/[^"]+"' \
    engine nets weights camapp tools tests bench 2>/dev/null |
    sed -E 's/:.*"((.*)\/[^/]*)"$/ \2 \1/; s/ engine / engine\/* /'
}

wrong_includes() {
  includes | awk -v rules="$rules" '
    BEGIN {
      count = split(rules, lines, "\n")
      for (i = 1; i <= count; ++i) {
        words = split(lines[i], word, " ")
        if (words < 2) continue
        known[word[1]] = 1
        for (j = 2; j <= words; ++j) allowed[word[1], word[j]] = 1
      }
    }
    function parent(folder) {
      return folder ~ /\// ? substr(folder, 1, match(folder, /\/[^\/]*$/) - 1) : ""
    }
    {
      from = parent($1)
      while (from != "" && !(from in known)) from = parent(from)
      to = $2
      while (to != "" && !((from, to) in allowed)) to = parent(to)
      if (to == "") print $1 ": must not include from " $2
      else if ((from, "!" $3) in allowed) print $1 ": must not include " $3
    }'
}

network_names() {
  grep -rniE --include='*.h' --include='*.cc' \
    'squeezenet|googlenet|resnet|mobilenet|inception' engine 2>/dev/null |
    sed 's/$/   (the engine names no network)/'
}

wrong=$(wrong_includes; network_names)
[[ -z $wrong ]] || { printf '%s\n' "$wrong"; exit 1; }
