// camglass._core: the library's network and explanation, for Python. What is
// said to people, and defaults, are in camglass/*.py.
#include <camglass.h>
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/string.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nb = nanobind;

namespace {

using camglass::Explanation;
using camglass::Network;
using camglass::Result;
using camglass::Status;

// Names of files and classes may be any bytes.
nb::object Text(const std::string& bytes) {
  return nb::steal(PyUnicode_DecodeUTF8(
      bytes.data(), static_cast<Py_ssize_t>(bytes.size()), "replace"));
}

// The exception that _errors.py has for the code.
[[noreturn]] void Raise(const Status& status) {
  const nb::object error =
      nb::module_::import_("camglass._errors")
          .attr("error_of")(static_cast<int>(status.code()),
                            Text(status.message()));
  PyErr_SetObject(error.type().ptr(), error.ptr());
  throw nb::python_error();
}

// Without the interpreter's lock; `work` touches nothing of Python's.
template <typename Work>
auto Unlocked(const Work& work) {
  const nb::gil_scoped_release unlocked;
  return work();
}

template <typename T>
T ValueOf(Result<T> result) {
  if (!result.ok()) Raise(result.status());
  return *std::move(result);
}

void Check(const Status& status) {
  if (!status.ok()) Raise(status);
}

camglass::Options OptionsOf(size_t threads, int precision, int conv, int resize,
                            int resize_rule, double input_scale) {
  camglass::Options options;
  options.threads = threads;
  options.precision = static_cast<camglass_precision>(precision);
  options.conv = static_cast<camglass_conv>(conv);
  options.resize = static_cast<camglass_resize>(resize);
  options.resize_rule = static_cast<camglass_resize_rule>(resize_rule);
  options.input_scale = input_scale;
  return options;
}

// A file's name may be any bytes but NUL.
Network Open(const nb::bytes& file_or_name, size_t threads, int precision,
             int conv, int resize, int resize_rule, double input_scale) {
  const auto options =
      OptionsOf(threads, precision, conv, resize, resize_rule, input_scale);
  const std::string name(file_or_name.c_str(), file_or_name.size());
  return ValueOf(Unlocked([&] { return Network::Open(name, options); }));
}

Network OpenMemory(const nb::bytes& bytes, size_t threads, int precision,
                   int conv, int resize, int resize_rule, double input_scale) {
  const auto options =
      OptionsOf(threads, precision, conv, resize, resize_rule, input_scale);
  const char* data = bytes.c_str();
  const size_t size = bytes.size();
  return ValueOf(
      Unlocked([&] { return Network::OpenMemory(data, size, options); }));
}

using PixelArray =
    nb::ndarray<const uint8_t, nb::shape<-1, -1, 3>, nb::device::cpu>;

// Pixels without gaps inside a row; rows may lie in any distance and direction.
Explanation Explain(Network& network, const PixelArray& array) {
  const camglass::Pixels pixels{array.data(), array.shape(0), array.shape(1),
                                static_cast<ptrdiff_t>(array.stride(0))};
  return ValueOf(Unlocked([&] { return network.Explain(pixels); }));
}

// A view of what an explanation holds, which lives as long as the view.
template <size_t kAxes>
using FloatView = nb::ndarray<nb::numpy, const float, nb::ndim<kAxes>>;

FloatView<1> Logits(const Explanation& seen) {
  return {seen.logits().data(), {seen.classes()}};
}

FloatView<1> Scores(const Explanation& seen) {
  return {seen.scores().data(), {seen.classes()}};
}

FloatView<3> Features(const Explanation& seen) {
  return {seen.features().data(),
          {seen.map_size().height, seen.map_size().width, seen.channels()}};
}

nb::ndarray<nb::numpy, const uint8_t, nb::ndim<3>> Picture(
    const Explanation& seen) {
  return {camglass_picture(seen.get()),
          {seen.picture_size().height, seen.picture_size().width, 3}};
}

// A new array that owns `values`.
template <typename T, size_t kAxes>
nb::object NewArray(std::vector<T> values, const size_t (&shape)[kAxes]) {
  auto owned = std::make_unique<std::vector<T>>(std::move(values));
  T* data = owned->data();
  nb::capsule owner(owned.get(), [](void* vector) noexcept {
    delete static_cast<std::vector<T>*>(vector);
  });
  owned.release();
  return nb::cast(
      nb::ndarray<nb::numpy, T, nb::ndim<kAxes>>(data, kAxes, shape, owner));
}

nb::object Map(const Explanation& seen, size_t class_index) {
  return NewArray(ValueOf(Unlocked([&] { return seen.Map(class_index); })),
                  {seen.map_size().height, seen.map_size().width});
}

nb::object Overlay(const Explanation& seen, size_t class_index, int style,
                   int range, float threshold, float alpha) {
  camglass::OverlayOptions options;
  options.style = static_cast<camglass_style>(style);
  options.range = static_cast<camglass_range>(range);
  options.threshold = threshold;
  options.alpha = alpha;
  return NewArray(
      ValueOf(Unlocked([&] { return seen.Overlay(class_index, options); })),
      {seen.picture_size().height, seen.picture_size().width, 3});
}

// [(index, name, score, logit)], best first.
nb::list Top(const Explanation& seen, size_t count) {
  nb::list list;
  for (const camglass_ranked& ranked : seen.Top(count))
    list.append(nb::make_tuple(ranked.class_index, Text(ranked.name),
                               ranked.score, ranked.logit));
  return list;
}

nb::tuple Covered(const Explanation& seen) {
  const camglass_region region = seen.covered();
  return nb::make_tuple(region.top, region.left, region.height, region.width);
}

nb::object ClassName(const Network& network, size_t class_index) {
  if (class_index >= network.classes())
    throw nb::index_error("there is no such class");
  return Text(network.ClassName(class_index));
}

}  // namespace

NB_MODULE(_core, module) {
  module.def("version", &camglass_version);
  nb::class_<Network>(module, "Network")
      .def_static("open", &Open)
      .def_static("open_memory", &OpenMemory)
      .def("clone",
           [](const Network& network) {
             return ValueOf(Unlocked([&] { return network.Clone(); }));
           })
      .def("prepare",
           [](Network& network, size_t height, size_t width) {
             Check(Unlocked([&] { return network.Prepare(height, width); }));
           })
      .def("explain", &Explain, nb::arg("pixels").noconvert())
      .def("find_class",
           [](const Network& network, const std::string& query) {
             return ValueOf(network.FindClass(query));
           })
      .def("class_name", &ClassName)
      .def_prop_ro("arch", &Network::arch)
      .def_prop_ro("variant", &Network::variant)
      .def_prop_ro("score_rule", &Network::score_rule)
      .def_prop_ro("threads", &Network::threads)
      .def_prop_ro("classes", &Network::classes);
  constexpr auto kView = nb::rv_policy::reference_internal;
  nb::class_<Explanation>(module, "Explanation")
      .def_prop_ro("logits", &Logits, kView)
      .def_prop_ro("scores", &Scores, kView)
      .def_prop_ro("features", &Features, kView)
      .def_prop_ro("picture", &Picture, kView)
      .def_prop_ro("covered", &Covered)
      .def_prop_ro("non_finite", &Explanation::non_finite)
      .def("top", &Top)
      .def("map", &Map)
      .def("overlay", &Overlay);
}
