#include "camapp/live/run_report.h"

#include <sys/resource.h>

#include <cstdio>

#include "camapp/live/pacer.h"

namespace camglass {
namespace {

double Seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) +
         static_cast<double>(time.tv_usec) / 1e6;
}

double CpuSeconds() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  return Seconds(usage.ru_utime) + Seconds(usage.ru_stime);
}

unsigned long long Printable(uint64_t n) { return n; }

void PrintRow(const char* name, const Percentiles& ms) {
  if (ms.count() == 0) return;
  std::fprintf(stderr, "%-22s %9.2f %9.2f %9llu\n", name, ms.At(0.5),
               ms.At(0.95), Printable(ms.count()));
}

}  // namespace

RunClock::RunClock() : began_ns_(MonotonicNs()), cpu_began_(CpuSeconds()) {}

double RunClock::seconds() const {
  return static_cast<double>(MonotonicNs() - began_ns_) / 1e9;
}

double RunClock::cpu_seconds() const { return CpuSeconds() - cpu_began_; }

std::string SummaryOf(const LiveStats& stats, const SourceState& source,
                      const RunClock& clock) {
  const LiveCounts counts = stats.counts();
  const double seconds = clock.seconds();
  char line[256];
  std::snprintf(
      line, sizeof(line),
      "%llu frames shown in %.1f s (%.1f a second), %llu explained, %llu "
      "dropped, %llu damaged, %llu lost by the camera",
      Printable(counts.shown), seconds,
      static_cast<double>(counts.shown) / seconds, Printable(counts.explained),
      Printable(counts.dropped + source.counts.stale),
      Printable(counts.damaged + source.counts.flagged +
                source.counts.short_frames),
      Printable(source.counts.missing));
  std::string summary = line;
  if (counts.faulty > 0)
    summary += ", " + std::to_string(counts.faulty) +
               " with JPEG faults that cost no pixel";
  if (counts.not_recorded > 0)
    summary += ", " + std::to_string(counts.not_recorded) + " not recorded";
  return summary;
}

void PrintStats(const LiveStats& stats, const SourceState& source,
                const RunClock& clock) {
  const LiveSpread spread = stats.spread();
  const LiveCounts counts = stats.counts();
  std::fprintf(stderr, "%ux%u %s\n%-22s %9s %9s %9s\n", source.format.width,
               source.format.height, FourccText(source.format.fourcc).c_str(),
               "ms", "p50", "p95", "frames");
  PrintRow("age when written", spread.age);
  PrintRow("decode", spread.decode);
  PrintRow("resize", spread.resize);
  PrintRow("infer", spread.infer);
  PrintRow("map", spread.cam);
  PrintRow("draw", spread.draw);
  PrintRow("write", spread.write);
  std::fprintf(
      stderr,
      "CPU %.0f %% of one core; frames received %llu, shown %llu, "
      "dropped %llu, shown with an older map %llu, lost %llu\n",
      100 * clock.cpu_seconds() / clock.seconds(), Printable(counts.received),
      Printable(counts.shown), Printable(counts.dropped + source.counts.stale),
      Printable(counts.not_explained), Printable(source.counts.missing));
}

}  // namespace camglass
