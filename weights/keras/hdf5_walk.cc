#include "weights/keras/hdf5_walk.h"

#include <hdf5.h>

#include <string>
#include <utility>
#include <vector>

#include "engine/base/checked_math.h"
#include "weights/keras/hdf5_records.h"
#include "weights/limits.h"

namespace camglass {
namespace {

// An HDF5 identifier that closes itself.
class Handle {
 public:
  Handle(hid_t id, herr_t (*close)(hid_t)) : id_(id), close_(close) {}
  ~Handle() {
    if (id_ >= 0) close_(id_);
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  bool ok() const { return id_ >= 0; }
  hid_t get() const { return id_; }

 private:
  hid_t id_;
  herr_t (*close_)(hid_t);
};

class Walk {
 public:
  Walk(const ChildOutput& output, size_t file_bytes)
      : output_(output), most_elements_(file_bytes + limits::kExtraElements) {}

  // Everything below `group`; false once something is refused.
  bool VisitGroup(hid_t group, const std::string& path, size_t depth);
  bool SendConfig(hid_t root);
  bool Finish() { return SendNumbers({0, 0}); }
  bool SendRefusal();
  void Refuse(std::string why) {
    if (refusal_.empty()) refusal_ = std::move(why);
  }

 private:
  struct Visit {
    Walk* walk;
    const std::string* path;
    size_t depth;
  };

  static herr_t OnLink(hid_t group, const char* name, const H5L_info_t* info,
                       void* data);
  bool VisitLink(hid_t group, const char* name, const std::string& path,
                 size_t depth);
  bool VisitDataset(hid_t dataset, const std::string& path);
  bool ReadShape(hid_t dataset, std::vector<hsize_t>* shape, size_t* count);
  bool CheckStorage(hid_t dataset, hid_t type, size_t count,
                    const std::string& path);
  bool SendDataset(hid_t dataset, const std::string& path,
                   const std::vector<hsize_t>& shape, size_t count);

  bool Send(const void* data, size_t bytes) {
    return output_({static_cast<const std::byte*>(data), bytes});
  }
  bool SendNumbers(std::vector<uint32_t> numbers) {
    return Send(numbers.data(), numbers.size() * sizeof(uint32_t));
  }

  const ChildOutput& output_;
  const size_t most_elements_;  // of one dataset, and of one chunk
  size_t objects_ = 0;
  std::string refusal_;
};

bool Walk::SendRefusal() {
  if (refusal_.empty()) refusal_ = "its structure is damaged; get it again";
  return SendNumbers({kHdf5Refusal, static_cast<uint32_t>(refusal_.size())}) &&
         Send(refusal_.data(), refusal_.size());
}

// The text of an attribute, of whatever length the file gives it; false where
// there is none that could be one.
bool ReadText(hid_t attribute, std::string* text) {
  const Handle type(H5Aget_type(attribute), H5Tclose);
  const Handle space(H5Aget_space(attribute), H5Sclose);
  if (!type.ok() || !space.ok() || H5Tget_class(type.get()) != H5T_STRING ||
      H5Sget_simple_extent_npoints(space.get()) != 1)
    return false;
  if (H5Tis_variable_str(type.get()) > 0) {
    char* read = nullptr;
    if (H5Aread(attribute, type.get(), &read) < 0 || read == nullptr)
      return false;
    *text = read;
    H5free_memory(read);
    return true;
  }
  const size_t bytes = H5Tget_size(type.get());
  if (bytes == 0 || bytes > limits::kMaxKerasConfigBytes) return false;
  text->resize(bytes);
  if (H5Aread(attribute, type.get(), text->data()) < 0) return false;
  text->resize(text->find('\0') == std::string::npos ? bytes
                                                     : text->find('\0'));
  return true;
}

bool Walk::SendConfig(hid_t root) {
  constexpr const char* kName = "model_config";
  if (H5Aexists(root, kName) <= 0) return true;
  const Handle attribute(H5Aopen(root, kName, H5P_DEFAULT), H5Aclose);
  std::string text;
  if (!attribute.ok() || !ReadText(attribute.get(), &text) ||
      text.size() > limits::kMaxKerasConfigBytes) {
    Refuse("its model_config can't be read or is too long");
    return false;
  }
  return SendNumbers({kHdf5Config, static_cast<uint32_t>(text.size())}) &&
         Send(text.data(), text.size());
}

bool Walk::VisitGroup(hid_t group, const std::string& path, size_t depth) {
  if (depth > limits::kMaxHdf5Nesting) {
    Refuse("its groups nest deeper than " +
           std::to_string(limits::kMaxHdf5Nesting) + " levels");
    return false;
  }
  Visit visit{this, &path, depth};
  hsize_t start = 0;
  return H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, &start, &Walk::OnLink,
                    &visit) == 0;
}

herr_t Walk::OnLink(hid_t group, const char* name, const H5L_info_t* info,
                    void* data) {
  const Visit& visit = *static_cast<Visit*>(data);
  if (info->type != H5L_TYPE_HARD) {
    visit.walk->Refuse("it links to something elsewhere ('" +
                       std::string(name).substr(0, 80) +
                       "'), which is not followed");
    return -1;
  }
  const std::string path =
      visit.path->empty() ? name : *visit.path + "/" + name;
  return visit.walk->VisitLink(group, name, path, visit.depth) ? 0 : -1;
}

bool Walk::VisitLink(hid_t group, const char* name, const std::string& path,
                     size_t depth) {
  if (++objects_ > limits::kMaxHdf5Objects ||
      path.size() > limits::kMaxTensorNameBytes) {
    Refuse("it has too many objects, or a name that is too long");
    return false;
  }
  const Handle object(H5Oopen(group, name, H5P_DEFAULT), H5Oclose);
  if (!object.ok()) return false;
  switch (H5Iget_type(object.get())) {
    case H5I_GROUP:
      return VisitGroup(object.get(), path, depth + 1);
    case H5I_DATASET:
      return VisitDataset(object.get(), path);
    default:
      return true;
  }
}

bool Walk::VisitDataset(hid_t dataset, const std::string& path) {
  const Handle type(H5Dget_type(dataset), H5Tclose);
  if (!type.ok()) return false;
  if (H5Tget_class(type.get()) != H5T_FLOAT) return true;
  std::vector<hsize_t> shape;
  size_t count = 0;
  if (!ReadShape(dataset, &shape, &count)) return false;
  return CheckStorage(dataset, type.get(), count, path) &&
         SendDataset(dataset, path, shape, count);
}

bool Walk::ReadShape(hid_t dataset, std::vector<hsize_t>* shape,
                     size_t* count) {
  const Handle space(H5Dget_space(dataset), H5Sclose);
  if (!space.ok()) return false;
  const int rank = H5Sget_simple_extent_ndims(space.get());
  if (rank < 0 || static_cast<size_t>(rank) > limits::kMaxTensorDims)
    return false;
  shape->resize(static_cast<size_t>(rank));
  if (H5Sget_simple_extent_dims(space.get(), shape->data(), nullptr) < 0)
    return false;
  const std::vector<size_t> sides(shape->begin(), shape->end());
  const auto elements = CheckedElementCount(sides);
  if (!elements || *elements > limits::kMaxTensorElements) {
    Refuse("a dataset in it is too large");
    return false;
  }
  *count = *elements;
  return true;
}

// Filters that Keras files have; others are plugins or need more trust.
bool HasKnownFilters(hid_t creation) {
  const int count = H5Pget_nfilters(creation);
  if (count < 0) return false;
  for (unsigned i = 0; i < static_cast<unsigned>(count); ++i) {
    unsigned flags = 0;
    size_t values = 0;
    const H5Z_filter_t filter = H5Pget_filter2(creation, i, &flags, &values,
                                               nullptr, 0, nullptr, nullptr);
    if (filter != H5Z_FILTER_DEFLATE && filter != H5Z_FILTER_SHUFFLE &&
        filter != H5Z_FILTER_FLETCHER32)
      return false;
  }
  return true;
}

// libhdf5 unpacks a whole chunk at a time, of whatever size the file says.
bool ChunksAreSmall(hid_t creation, size_t most_elements) {
  hsize_t sides[limits::kMaxTensorDims];
  const int rank =
      H5Pget_chunk(creation, static_cast<int>(limits::kMaxTensorDims), sides);
  if (rank < 0 || static_cast<size_t>(rank) > limits::kMaxTensorDims)
    return false;
  const std::vector<size_t> chunk(sides, sides + rank);
  const auto elements = CheckedElementCount(chunk);
  return elements && *elements <= most_elements;
}

// Only values that are really in the file: a few bytes could otherwise stand
// for any number of them.
bool Walk::CheckStorage(hid_t dataset, hid_t type, size_t count,
                        const std::string& path) {
  const Handle creation(H5Dget_create_plist(dataset), H5Pclose);
  if (!creation.ok()) return false;
  const std::string name = "the dataset '" + path.substr(0, 80) + "'";
  if (count > most_elements_) {
    Refuse(name + " holds more values than the file has bytes");
    return false;
  }
  const bool inside = H5Pget_external_count(creation.get()) == 0;
  const hsize_t stored = H5Dget_storage_size(dataset);
  switch (H5Pget_layout(creation.get())) {
    case H5D_CONTIGUOUS:
    case H5D_COMPACT:
      if (inside && stored == count * H5Tget_size(type)) return true;
      break;
    case H5D_CHUNKED:
      if (inside && (stored > 0 || count == 0) &&
          HasKnownFilters(creation.get()) &&
          ChunksAreSmall(creation.get(), most_elements_))
        return true;
      break;
    default:
      break;
  }
  Refuse(name +
         " is empty, kept elsewhere or packed in an unusual way; save the "
         "weights with model.save_weights()");
  return false;
}

bool Walk::SendDataset(hid_t dataset, const std::string& path,
                       const std::vector<hsize_t>& shape, size_t count) {
  std::vector<float> values(count);
  if (H5Dread(dataset, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT,
              values.data()) < 0)
    return false;
  const std::vector<uint64_t> sides(shape.begin(), shape.end());
  return SendNumbers({static_cast<uint32_t>(path.size()),
                      static_cast<uint32_t>(sides.size())}) &&
         Send(sides.data(), sides.size() * sizeof(uint64_t)) &&
         Send(path.data(), path.size()) &&
         Send(values.data(), values.size() * sizeof(float));
}

// The file as libhdf5 sees it: this memory, under a name that is never opened.
hid_t OpenImage(std::span<const std::byte> file) {
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  constexpr size_t kGrowBy = size_t{1} << 20;
  if (!access.ok() || H5Pset_fapl_core(access.get(), kGrowBy, false) < 0)
    return -1;
  // libhdf5 copies the image before it touches it.
  auto* image = const_cast<std::byte*>(file.data());
  if (H5Pset_file_image(access.get(), image, file.size()) < 0) return -1;
  return H5Fopen("weights.h5", H5F_ACC_RDONLY, access.get());
}

}  // namespace

ChildLimits Hdf5WalkLimits(size_t file_bytes) {
  ChildLimits bounds;
  bounds.seconds = limits::kHdf5Seconds;
  // libhdf5's copy of the file, one dataset as f32, and its own needs.
  bounds.extra_bytes = 3 * uint64_t{file_bytes} + limits::kHdf5ExtraBytes;
  // f16 doubles on its way to f32; names and shapes come on top.
  bounds.output_bytes = 3 * uint64_t{file_bytes} + limits::kExtraElements;
  return bounds;
}

bool SendHdf5Datasets(std::span<const std::byte> file,
                      const ChildOutput& output) {
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  Walk walk(output, file.size());
  const Handle opened(OpenImage(file), H5Fclose);
  if (!opened.ok()) {
    walk.Refuse(
        "libhdf5 can't open it: it is cut short or damaged; get it "
        "again");
    return walk.SendRefusal();
  }
  const Handle root(H5Gopen2(opened.get(), "/", H5P_DEFAULT), H5Gclose);
  if (!root.ok() || !walk.SendConfig(root.get()) ||
      !walk.VisitGroup(root.get(), "", 0))
    return walk.SendRefusal();
  return walk.Finish();
}

}  // namespace camglass
