// What showing a live frame costs beside the network: the overlay, the words,
// conversion and upload, in one thread, into a window without a display (SDL's
// driver "dummy" and its software renderer). What the X server or a graphics
// card then does is not in it.
//
//   build/release/bench/view_bench
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <memory>
#include <vector>

#include "camapp/picture/decode.h"
#include "camapp/picture/fast_resizer.h"
#include "camapp/viewer/map_painter.h"
#include "camapp/viewer/scene.h"
#include "camapp/window/window.h"
#include "engine/check.h"

namespace camglass {
namespace {

constexpr Extent kFrameSize = {480, 640};
constexpr Extent kMapSize = {14, 18};

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

std::vector<float> Map() {
  std::vector<float> map(kMapSize.h * kMapSize.w);
  for (size_t i = 0; i < map.size(); ++i)
    map[i] = static_cast<float>((i * 37) % 101) - 40;
  return map;
}

Scene SceneOf(const Picture& frame) {
  Scene scene;
  scene.frame_size = frame.extent();
  scene.frame = &frame;
  scene.words.labels = {"espresso", "cup", "coffee mug"};
  scene.words.scores = {"0.62", "0.21", "0.07"};
  scene.words.marked = {true, false, false};
  scene.words.caption = "map of espresso";
  scene.words.source = "photograph";
  scene.words.status = {"30.0 fps", "infer 20.0/25.0 ms"};
  return scene;
}

void DrawAndUpload(benchmark::State& bench, const OverlayOptions& painting,
                   int words_every) {
  setenv("SDL_VIDEODRIVER", "dummy", 1);
  auto window = Window::Open();
  CAMGLASS_CHECK(window.ok());
  const Picture frame = Frame();
  const std::vector<float> map = Map();
  Scene scene = SceneOf(frame);
  MapPainter painter;
  const ViewerState state;
  int shown = 0;
  for (auto unused : bench) {
    static_cast<void>(unused);
    scene.overlay =
        &painter.Paint(map, kMapSize, {0, 0, kFrameSize}, frame, painting);
    // In the live view words change four times a second at most.
    if (++shown % words_every == 0) {
      scene.words.scores[0] = std::to_string(shown);
      scene.words.caption = "map " + std::to_string(shown);
      scene.words.status[0] = std::to_string(shown) + " fps";
    }
    CAMGLASS_CHECK((*window)->Present(scene, state).ok());
  }
}

void Seed(benchmark::State& bench) { DrawAndUpload(bench, {}, 8); }
void Viridis(benchmark::State& bench) {
  DrawAndUpload(bench, {.style = OverlayStyle::kViridis}, 8);
}
void Comparison(benchmark::State& bench) {
  DrawAndUpload(bench, {.heat = {.range = MapRange::kSigned}}, 8);
}
void SeedNewWordsEachFrame(benchmark::State& bench) {
  DrawAndUpload(bench, {}, 1);
}
BENCHMARK(Seed)->Unit(benchmark::kMillisecond);
BENCHMARK(Viridis)->Unit(benchmark::kMillisecond);
BENCHMARK(Comparison)->Unit(benchmark::kMillisecond);
BENCHMARK(SeedNewWordsEachFrame)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace camglass

BENCHMARK_MAIN();
