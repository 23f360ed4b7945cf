#include "tests/weights/hdf5_damage.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <span>
#include <string>

#include "weights/byte_reader.h"
#include "weights/keras/hdf5_records.h"
#include "weights/keras/hdf5_walk.h"

namespace camglass {
namespace {

constexpr size_t kLot = 128;

// Some damage makes libhdf5 go on for ever. The reader gives it a minute; here
// a lot, which takes milliseconds, is split after a second, and what is slow
// alone is given up sooner.
unsigned SecondsFor(size_t images) { return images == 1 ? 2 : 1; }

// One image's records behind their length; no more of them than the reader
// takes.
bool SendOne(const Image& image, const ChildOutput& output) {
  const uint64_t most = Hdf5WalkLimits(image.size()).output_bytes;
  std::vector<std::byte> records;
  const auto collect = [&](std::span<const std::byte> bytes) {
    if (records.size() + bytes.size() > most) return false;
    records.insert(records.end(), bytes.begin(), bytes.end());
    return true;
  };
  if (!SendHdf5Datasets(image, collect)) return false;
  const uint64_t length = records.size();
  return output(std::as_bytes(std::span(&length, 1))) && output(records);
}

class Lots {
 public:
  explicit Lots(const std::function<Image(size_t)>& image) : image_(image) {}

  void Read(size_t begin, size_t end, std::vector<Status>* verdicts) const {
    ChildLimits bounds = Hdf5WalkLimits(image_(begin).size());
    bounds.output_bytes = uint64_t{1} << 30;
    bounds.seconds = SecondsFor(end - begin);
    const auto sent = RunIsolated(bounds, [&](const ChildOutput& output) {
      for (size_t i = begin; i < end; ++i)
        if (!SendOne(image_(i), output)) return false;
      return true;
    });
    if (sent.ok()) return Judge(*sent, begin, end, verdicts);
    if (end - begin == 1) return verdicts->push_back(sent.status());
    const size_t middle = begin + (end - begin) / 2;
    Read(begin, middle, verdicts);
    Read(middle, end, verdicts);
  }

 private:
  void Judge(std::span<const std::byte> sent, size_t begin, size_t end,
             std::vector<Status>* verdicts) const {
    ByteReader reader(sent);
    for (size_t i = begin; i < end; ++i) {
      uint64_t length = 0;
      std::span<const std::byte> records;
      ASSERT_TRUE(reader.Read(&length) && reader.Take(length, &records));
      verdicts->push_back(ReadHdf5Records(records, image_(i).size()).status());
    }
    ASSERT_EQ(reader.remaining(), 0u);
  }

  const std::function<Image(size_t)>& image_;
};

}  // namespace

std::vector<Status> ReadHdf5Images(size_t count,
                                   const std::function<Image(size_t)>& image) {
  std::vector<Status> verdicts;
  const Lots lots(image);
  for (size_t begin = 0; begin < count; begin += kLot)
    lots.Read(begin, std::min(begin + kLot, count), &verdicts);
  return verdicts;
}

// The whole file stands after every so many cuts: what libhdf5 keeps of one
// must not leak into the next.
void ExpectHdf5TruncationsRefused(const Image& file) {
  constexpr size_t kEach = 16;
  const size_t count = file.size() + file.size() / (kEach - 1) + 1;
  const auto length_of = [&](size_t i) {
    const size_t length = i / kEach * (kEach - 1) + i % kEach;
    return i % kEach == kEach - 1 ? file.size() : std::min(length, file.size());
  };
  const auto verdicts = ReadHdf5Images(count, [&](size_t i) {
    return Image(file.begin(),
                 file.begin() + static_cast<ptrdiff_t>(length_of(i)));
  });
  ASSERT_EQ(verdicts.size(), count);
  ASSERT_EQ(length_of(count - 1), file.size());
  for (size_t i = 0; i < count; ++i) {
    EXPECT_EQ(verdicts[i].ok(), length_of(i) == file.size())
        << length_of(i) << " bytes";
    EXPECT_TRUE(verdicts[i].ok() || verdicts[i].message().size() > 10);
  }
}

void ExpectHdf5FlipsSurvived(const Image& file, std::byte flip) {
  const auto verdicts = ReadHdf5Images(file.size(), [&](size_t i) {
    Image changed = file;
    changed[i] ^= flip;
    return changed;
  });
  ASSERT_EQ(verdicts.size(), file.size());
  for (size_t i = 0; i < verdicts.size(); ++i)
    EXPECT_TRUE(verdicts[i].ok() || verdicts[i].message().size() > 10)
        << "at " << i;
  // Both ends are reached: values are not guarded, the signature is.
  EXPECT_FALSE(verdicts.front().ok());
  EXPECT_TRUE(std::any_of(verdicts.begin(), verdicts.end(),
                          [](const Status& status) { return status.ok(); }));
}

}  // namespace camglass
