# What `PROGRAM --help` says (as CLI11 prints it), as records, a line each, whose
# fields are separated by tabs:
#   about  TEXT                       what stands above the usage
#   usage  TEXT
#   part   NAME                       a heading: Options, Camera, Examples, ...
#   item   NAMES VALUE MORE TEXT      an option, argument or command: "-o,--output",
#                                     "FILE" or "auto|direct", what else holds
#                                     for it in words, its description
#   line   TEXT                       a line of examples
#   text   TEXT                       any other line
# Man pages and completions are made from these.
BEGIN { part = ""; held = ""; column = 30 }

function strip(text) {
  sub(/^ +/, "", text)
  sub(/ +$/, "", text)
  return text
}

# Takes what `pattern` finds out of `term`, and returns it.
function take(pattern,    found) {
  if (!match(term, pattern)) return ""
  found = substr(term, RSTART, RLENGTH)
  term = substr(term, 1, RSTART - 1) substr(term, RSTART + RLENGTH)
  return found
}

function add(text) { more = more (more == "" ? "" : "; ") text }

function print_item(line, text,    names, found) {
  term = strip(line)
  names = term
  sub(/ .*/, "", names)
  term = substr(term, length(names) + 1)
  more = ""
  found = take(" (Excludes|Needs): .*$")
  if (found ~ /Needs/) { sub(/ Needs: /, "", found); needs = found } else needs = ""
  excludes = found ~ /Excludes/ ? substr(found, 12) : ""
  if (take(" REQUIRED") != "") add("required")
  if (take(" \\.\\.\\.$") != "") add("may be repeated")
  found = take("=[a-z0-9_.-]+$")
  if (found != "") add("default " substr(found, 2))
  found = take(":[-0-9.e+]+ to [-0-9.e+]+$")
  if (found != "") add(substr(found, 2))
  if (needs != "") add("needs " needs)
  if (excludes != "") add("not with " excludes)
  print "item\t" names "\t" strip(term) "\t" more "\t" text
}

# Whether a term stands alone on its line shows in the line that follows.
function flush(text) {
  if (held == "") return
  if (text != "") print_item(held, text)
  else print_item(substr(held, 1, column), strip(substr(held, column + 1)))
  held = ""
}

/^ +[^ ]/ && held != "" && match($0, /[^ ]/) && RSTART > column {
  flush(strip($0))
  next
}
{ flush("") }
/^$/ { next }
/^Usage: / { print "usage\t" substr($0, 8); used = 1; next }
!used { print "about\t" $0; next }
/^[A-Z][A-Za-z ]*:$/ { part = substr($0, 1, length($0) - 1); print "part\t" part; next }
part == "Examples" { print "line\t" strip($0); next }
/^  [^ ]/ { held = $0; next }
{ print "text\t" $0 }
END { flush("") }
