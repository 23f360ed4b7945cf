// explain MODEL PICTURE.jpg LOGITS: prints the most likely class and writes the
// logits as the machine has them.
#include <camglass.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>

#include "read_jpeg.h"

namespace {

int Complain(const std::string& what) {
  std::cerr << "explain: " << what << "\n";
  return 1;
}

// Everything that C++ can ask of an explanation is asked for once.
int Tell(const camglass::Network& network, const camglass::Explanation& seen,
         const char* path) {
  const camglass_ranked best = seen.Top(1).front();
  std::cout << best.name << "\n";
  const auto index = network.FindClass(best.name);
  if (!index.ok()) return Complain(index.status().message());
  if (*index != best.class_index) return Complain("another class");
  const auto map = seen.Map(*index);
  if (!map.ok()) return Complain(map.status().message());
  if (seen.features().size() != map->size() * seen.channels())
    return Complain("features and map don't fit");
  camglass::OverlayOptions options;
  options.style = CAMGLASS_STYLE_VIRIDIS;
  const auto overlay = seen.Overlay(*index, options);
  if (!overlay.ok()) return Complain(overlay.status().message());
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(seen.logits().data()),
             static_cast<std::streamsize>(seen.logits().size() * 4));
  return file.flush() ? 0 : Complain("the logits can't be written");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return Complain("usage: explain MODEL PICTURE.jpg LOGITS");
  size_t height = 0;
  size_t width = 0;
  const std::unique_ptr<unsigned char, void (*)(void*)> rgb(
      read_jpeg(argv[2], &height, &width), std::free);
  if (rgb == nullptr) return Complain("the picture can't be read");
  camglass::Options options;
  options.threads = 1;
  auto network = camglass::Network::Open(argv[1], options);
  if (!network.ok()) return Complain(network.status().message());
  const auto ready = network->Prepare(height, width);
  if (!ready.ok()) return Complain(ready.message());
  const auto seen = network->Explain({rgb.get(), height, width});
  if (!seen.ok()) return Complain(seen.status().message());
  return Tell(*network, *seen, argv[3]);
}
