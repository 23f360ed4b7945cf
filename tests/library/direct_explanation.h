// What camglass itself, without the library's cover, says of a picture.
#ifndef CAMGLASS_TESTS_LIBRARY_DIRECT_EXPLANATION_H_
#define CAMGLASS_TESTS_LIBRARY_DIRECT_EXPLANATION_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

// Plain types: the library's header and our own can't be included together.
struct DirectExplanation {
  std::vector<float> logits;
  std::vector<float> scores;
  std::vector<float> features;
  std::vector<size_t> top;
  size_t map_height = 0;
  size_t map_width = 0;
  std::vector<float> map;        // of the class asked for
  std::vector<uint8_t> overlay;  // of that map, in viridis
};

// rgb: [height][width][3], by the model at `path` on one thread.
DirectExplanation ExplainDirectly(const std::string& path,
                                  const std::vector<uint8_t>& rgb,
                                  size_t height, size_t width,
                                  size_t class_index);

#endif  // CAMGLASS_TESTS_LIBRARY_DIRECT_EXPLANATION_H_
