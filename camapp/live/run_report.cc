#include "camapp/live/run_report.h"

#include <sys/resource.h>

#include "camapp/live/pacer.h"
#include "engine/base/console.h"
#include "engine/base/counted.h"

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

void PrintRow(const char* name, const Percentiles& ms) {
  if (ms.count() == 0) return;
  PrintError("%-22s %9.2f %9.2f %9llu\n", name, ms.At(0.5), ms.At(0.95),
             ms.count());
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
  std::string summary = Format(
      "%s shown in %.1f s (%.1f a second), %llu explained, %llu "
      "dropped, %llu damaged, %llu lost by the camera",
      Counted(counts.shown, "frame"), seconds,
      static_cast<double>(counts.shown) / seconds, counts.explained,
      counts.dropped + source.counts.stale,
      counts.damaged + source.counts.flagged + source.counts.short_frames,
      source.counts.missing);
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
  PrintError("%ux%u %s\n%-22s %9s %9s %9s\n", source.format.width,
             source.format.height, FourccText(source.format.fourcc), "ms",
             "p50", "p95", "frames");
  PrintRow("age when written", spread.age);
  PrintRow("decode", spread.decode);
  PrintRow("resize", spread.resize);
  PrintRow("infer", spread.infer);
  PrintRow("map", spread.cam);
  PrintRow("draw", spread.draw);
  PrintRow("write", spread.write);
  PrintError(
      "CPU %.0f %% of one core; frames received %llu, shown %llu, "
      "dropped %llu, shown with an older map %llu, lost %llu\n",
      100 * clock.cpu_seconds() / clock.seconds(), counts.received,
      counts.shown, counts.dropped + source.counts.stale, counts.not_explained,
      source.counts.missing);
}

}  // namespace camglass
