// What a live frame costs beside the network, at one thread: colour conversion,
// resize to the network's input, overlay. Where OpenCV was found at build time
// it does the same steps in the same run.
//
//   frame_bench --benchmark_repetitions=20
//     --benchmark_enable_random_interleaving=true
//     --benchmark_report_aggregates_only=true
//
// The frame is the bundled photograph as 640x480 YUYV; input (303x227) and map
// (18x14) are those of the bundled model. Our resize always smooths (MATLAB's
// antialiased bicubic); OpenCV's cubic never does, its INTER_AREA always: both
// are timed.
#include <benchmark/benchmark.h>
#include <linux/videodev2.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

#include "camapp/cam/explain.h"
#include "camapp/cam/explain_flags.h"
#include "camapp/cam/frame_resizer.h"
#include "camapp/capture/frame_to_rgb.h"
#include "camapp/picture/decode.h"
#include "camapp/picture/fast_overlay.h"
#include "camapp/picture/fast_resizer.h"
#include "engine/base/check.h"

#ifdef CAMGLASS_BENCH_OPENCV
#include <opencv2/imgproc.hpp>
#endif

namespace camglass {
namespace {

constexpr uint32_t kWidth = 640;
constexpr uint32_t kHeight = 480;
constexpr size_t kInputLength = 227;
constexpr Extent kMap{14, 18};

uint8_t ToByte(double value) {
  return static_cast<uint8_t>(std::clamp(value + 0.5, 0.0, 255.0));
}

// BT.601, limited range; each second pixel's chroma.
CapturedFrame ToYuyv(const Picture& picture) {
  CapturedFrame frame;
  frame.format = {.fourcc = V4L2_PIX_FMT_YUYV,
                  .width = kWidth,
                  .height = kHeight,
                  .stride = {kWidth * 2}};
  for (size_t i = 0; i < picture.rgb.size(); i += 3) {
    const double r = picture.rgb[i];
    const double g = picture.rgb[i + 1];
    const double b = picture.rgb[i + 2];
    frame.bytes.push_back(ToByte(16 + 0.257 * r + 0.504 * g + 0.098 * b));
    frame.bytes.push_back(
        i % 2 == 0 ? ToByte(128 - 0.148 * r - 0.291 * g + 0.439 * b)
                   : ToByte(128 + 0.439 * r - 0.368 * g - 0.071 * b));
  }
  frame.plane_bytes[0] = frame.bytes.size();
  return frame;
}

// The photograph and what the bundled model says of it.
struct Scene {
  CapturedFrame frame;
  std::vector<float> map;
};

StatusOr<Scene> MakeScene() {
  CAMGLASS_ASSIGN_OR_RETURN(const Picture photo,
                            ReadPicture(CAMGLASS_SAMPLES "/coffee.jpg", {}));
  Picture picture(kHeight, kWidth);
  FastResizer(photo.extent(), picture.extent(),
              ScalesBetween(photo.extent(), picture.extent()))
      .Apply(photo.rgb.data(), picture.rgb.data());
  CAMGLASS_ASSIGN_OR_RETURN(const std::unique_ptr<Explainer> explainer,
                            MakeExplainer({}));
  Explanation explanation;
  CAMGLASS_RETURN_IF_ERROR(explainer->Explain(picture, &explanation));
  CAMGLASS_CHECK(explanation.map.size == kMap);
  return Scene{ToYuyv(picture), explanation.map.values};
}

const Scene& TheScene() {
  static const StatusOr<Scene> scene = MakeScene();
  if (!scene.ok()) {
    std::fprintf(stderr, "frame_bench: %s\n", scene.status().message().c_str());
    std::exit(1);
  }
  return *scene;
}

// Our three steps.
struct Ours {
  CapturedFrame captured = TheScene().frame;
  std::vector<float> map = TheScene().map;
  FrameToRgb to_rgb;
  FrameResizer resizer{{.rule = ResizeRule::kShort,
                        .quality = ResizeQuality::kFast,
                        .length = kInputLength}};
  FastOverlayPainter painter{
      kMap, {kHeight, kWidth}, {0, 0, {kHeight, kWidth}}};
  Picture rgb;
  Picture input;
  Picture overlay;
  bool ready = resizer.SetFrameSize({kHeight, kWidth}).ok() && Convert();

  bool Convert() { return to_rgb.Convert(captured, &rgb).ok(); }
  void Resize() { resizer.Resize(rgb, &input); }
  void Paint() { painter.Paint(map, rgb, OverlayOptions(), &overlay); }
};

// The same in OpenCV's calls.
#ifdef CAMGLASS_BENCH_OPENCV
struct OpenCv {
  CapturedFrame captured = TheScene().frame;
  std::vector<float> map_cells = TheScene().map;
  cv::Mat yuyv{kHeight, kWidth, CV_8UC2, captured.bytes.data()};
  cv::Mat map{static_cast<int>(kMap.h), static_cast<int>(kMap.w), CV_32F,
              map_cells.data()};
  cv::Size input_size{303, 227};
  cv::Mat rgb, input, enlarged, levels, colours, grey, grey3, sum, overlay;
  bool ready = Convert();

  OpenCv() { cv::setNumThreads(1); }
  bool Convert() {
    cv::cvtColor(yuyv, rgb, cv::COLOR_YUV2RGB_YUYV);
    return true;
  }
  void Resize(int interpolation) {
    cv::resize(rgb, input, input_size, 0, 0, interpolation);
  }
  // Enlarge, stretch to 0..255, cut below 0.2, colour; add half the grey
  // picture; stretch over all pixels and channels.
  void Paint() {
    cv::resize(map, enlarged, rgb.size(), 0, 0, cv::INTER_CUBIC);
    double lo = 0;
    double hi = 0;
    cv::minMaxLoc(enlarged, &lo, &hi);
    const double scale = 255 / (hi - lo);
    enlarged.convertTo(levels, CV_8U, scale, -lo * scale);
    cv::threshold(levels, levels, 50, 0, cv::THRESH_TOZERO);
    cv::applyColorMap(levels, colours, cv::COLORMAP_JET);
    cv::cvtColor(rgb, grey, cv::COLOR_RGB2GRAY);
    cv::cvtColor(grey, grey3, cv::COLOR_GRAY2RGB);
    cv::addWeighted(colours, 1, grey3, 0.5, 0, sum, CV_16U);
    cv::normalize(sum, overlay, 0, 255, cv::NORM_MINMAX, CV_8U);
  }
};
#endif

template <typename Side, typename Step>
void Time(benchmark::State& state, Step step) {
  Side side;
  if (!side.ready) {
    state.SkipWithError("the frame can't be prepared");
    return;
  }
  for (auto _ : state) {
    step(side);
    benchmark::ClobberMemory();
  }
}

template <typename Side, typename Step>
void Register(const char* name, Step step) {
  benchmark::RegisterBenchmark(name, [step](benchmark::State& state) {
    Time<Side>(state, step);
  })->Unit(benchmark::kMillisecond);
}

void RegisterAll() {
  Register<Ours>("camglass/convert", [](Ours& s) { s.Convert(); });
  Register<Ours>("camglass/resize", [](Ours& s) { s.Resize(); });
  Register<Ours>("camglass/overlay", [](Ours& s) { s.Paint(); });
  Register<Ours>("camglass/all", [](Ours& s) {
    s.Convert();
    s.Resize();
    s.Paint();
  });
#ifdef CAMGLASS_BENCH_OPENCV
  Register<OpenCv>("opencv/convert", [](OpenCv& s) { s.Convert(); });
  Register<OpenCv>("opencv/resize-area",
                   [](OpenCv& s) { s.Resize(cv::INTER_AREA); });
  Register<OpenCv>("opencv/resize-cubic",
                   [](OpenCv& s) { s.Resize(cv::INTER_CUBIC); });
  Register<OpenCv>("opencv/overlay", [](OpenCv& s) { s.Paint(); });
  for (const auto& [name, how] :
       {std::pair("opencv/all-area", cv::INTER_AREA),
        std::pair("opencv/all-cubic", cv::INTER_CUBIC)}) {
    Register<OpenCv>(name, [how = how](OpenCv& s) {
      s.Convert();
      s.Resize(how);
      s.Paint();
    });
  }
#endif
}

}  // namespace
}  // namespace camglass

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  camglass::RegisterAll();
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
