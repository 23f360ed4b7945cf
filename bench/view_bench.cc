// What showing a live frame costs at one thread: drawing (the overlay and the
// words) and upload (conversion and scaling into the window's memory), beside
// the inference of the bundled model in the same run. The window has no display
// (SDL's driver "dummy"): what the X server or a graphics card then does is not
// in it.
//
//   build/release/bench/view_bench [ROUNDS [SCALE]]
//
// A round shows one frame in every way, so that whatever else the machine does
// falls on all alike. The panes of a "scaled" window are SCALE times the
// frame's size, 0.75 where none is given.
#include <SDL.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <string>
#include <vector>

#include "camapp/cam/explain.h"
#include "camapp/cam/explain_flags.h"
#include "camapp/picture/decode.h"
#include "camapp/picture/fast_resizer.h"
#include "camapp/viewer/map_painter.h"
#include "camapp/viewer/scene.h"
#include "camapp/viewer/scene_painter.h"
#include "camapp/window/window.h"
#include "engine/base/check.h"
#include "engine/base/stopwatch.h"

namespace camglass {
namespace {

constexpr Extent kFrameSize = {480, 640};
constexpr int kRounds = 300;
constexpr double kScale = 0.75;
constexpr int kWarmUp = 10;
// Inference takes ten times as long as a round: enough values in less time.
constexpr int kRoundsPerInference = 5;
// In the live view words change four times a second at most.
constexpr int kFramesWithSameWords = 8;

Picture Frame() {
  auto photo = ReadPicture(std::string(CAMGLASS_SAMPLES) + "/coffee.jpg", {});
  CAMGLASS_CHECK(photo.ok());
  Picture frame;
  frame.Resize(kFrameSize);
  FastResizer(photo->extent(), kFrameSize,
              ScalesBetween(photo->extent(), kFrameSize))
      .Apply(photo->rgb.data(), frame.rgb.data());
  return frame;
}

Scene SceneOf(const Picture& frame) {
  Scene scene;
  scene.frame_size = frame.extent();
  scene.frame = &frame;
  scene.words.labels = {"espresso", "cup", "coffee mug"};
  scene.words.scores = {"0.62", "0.21", "0.07"};
  scene.words.marked = {true, false, false};
  scene.words.caption = {{"map of "}, {"espresso", true}};
  scene.words.source = {{"photograph", true}};
  scene.words.status = {"30.0 fps", "infer 20.0/25.0 ms"};
  return scene;
}

// Of this thread: what else the machine does at the time is not in it.
double CpuMs() {
  timespec time = {};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 +
         static_cast<double>(time.tv_nsec) / 1e6;
}

struct Spread {
  std::vector<double> ms;

  double At(double part) {
    const auto i = static_cast<ptrdiff_t>(part * (ms.size() - 1) + 0.5);
    std::nth_element(ms.begin(), ms.begin() + i, ms.end());
    return ms[static_cast<size_t>(i)];
  }
};

// One way to show frames, and what it has cost.
struct Way {
  const char* name;
  OverlayOptions painting;
  int words_every = kFramesWithSameWords;
  MapPainter painter;
  Spread draw, upload, both, cpu;
};

// A window and the ways that are tried in it.
class Trial {
 public:
  Trial(const Picture& frame, double scale)
      : frame_(frame), scene_(SceneOf(frame)) {
    auto window = Window::Open();
    CAMGLASS_CHECK(window.ok());
    window_ = *std::move(window);
    CAMGLASS_CHECK(window_->Present(scene_, state_).ok());
    const Extent size = NaturalSize(scene_);
    SDL_SetWindowSize(NewestWindow(), static_cast<int>(size.w * scale),
                      static_cast<int>(size.h * scale));
  }

  void Show(const Explanation& explanation, Way* way, bool counts) {
    if (++shown_ % way->words_every == 0) ChangeWords();
    Stopwatch watch;
    const double cpu_before = CpuMs();
    scene_.overlay = &way->painter.Paint(
        explanation.map.values, explanation.map.size,
        explanation.provenance.covered, frame_, way->painting);
    const double painted = watch.Lap();
    const auto times = window_->Present(scene_, state_);
    CAMGLASS_CHECK(times.ok());
    const double cpu = CpuMs() - cpu_before;
    if (!counts) return;
    way->cpu.ms.push_back(cpu);
    way->draw.ms.push_back(painted + times->draw);
    way->upload.ms.push_back(times->write);
    way->both.ms.push_back(painted + times->draw + times->write);
  }

 private:
  static SDL_Window* NewestWindow() {
    SDL_Window* newest = nullptr;
    for (Uint32 id = 1; id < 8; ++id)
      if (SDL_Window* window = SDL_GetWindowFromID(id)) newest = window;
    return newest;
  }

  void ChangeWords() {
    const std::string number = std::to_string(shown_);
    scene_.words.scores[0] = number;
    scene_.words.caption = {{"map " + number}};
    scene_.words.status[0] = number + " fps";
  }

  const Picture& frame_;
  Scene scene_;
  const ViewerState state_;
  std::unique_ptr<Window> window_;
  int shown_ = 0;
};

std::vector<Way> Ways() {
  std::vector<Way> ways(4);
  ways[0].name = "seed";
  ways[1].name = "viridis";
  ways[1].painting.style = OverlayStyle::kViridis;
  ways[2].name = "comparison";
  ways[2].painting.heat.range = MapRange::kSigned;
  ways[3].name = "seed, new words each frame";
  ways[3].words_every = 1;
  return ways;
}

void Print(const char* window, std::vector<Way>& ways) {
  for (Way& way : ways) {
    std::printf("%-7s %-26s", window, way.name);
    for (Spread* spread : {&way.draw, &way.upload, &way.both, &way.cpu})
      std::printf("  %6.2f %6.2f", spread->At(0.5), spread->At(0.95));
    std::printf("\n");
  }
}

int Run(int rounds, double scale) {
  setenv("SDL_VIDEODRIVER", "dummy", 1);
  const Picture frame = Frame();
  auto explainer = MakeExplainer({.threads = 1});
  if (!explainer.ok()) {
    std::fprintf(stderr, "view_bench: %s\n",
                 explainer.status().message().c_str());
    return 1;
  }
  Explanation explanation;
  Spread inference;
  Trial whole(frame, 1);
  Trial scaled(frame, scale);
  std::vector<Way> in_whole = Ways();
  std::vector<Way> in_scaled = Ways();
  for (int round = -kWarmUp; round < rounds; ++round) {
    const bool counts = round >= 0;
    if (round % kRoundsPerInference == 0) {
      CAMGLASS_CHECK((*explainer)->Explain(frame, &explanation).ok());
      if (counts) inference.ms.push_back(explanation.provenance.ms.infer);
    }
    for (Way& way : in_whole) whole.Show(explanation, &way, counts);
    for (Way& way : in_scaled) scaled.Show(explanation, &way, counts);
  }
  std::printf("%-34s  %13s  %13s  %13s  %13s\n", "640x480 frames, ms (p50 p95)",
              "drawing", "upload", "both", "both, CPU");
  Print("whole", in_whole);
  Print("scaled", in_scaled);
  std::printf("%-34s  %6.2f %6.2f\n", "inference, one thread",
              inference.At(0.5), inference.At(0.95));
  return 0;
}

}  // namespace
}  // namespace camglass

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::atoi(argv[1]) : camglass::kRounds;
  const double scale = argc > 2 ? std::atof(argv[2]) : camglass::kScale;
  return camglass::Run(std::max(rounds, 1), std::clamp(scale, 0.3, 3.0));
}
