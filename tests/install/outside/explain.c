/* explain MODEL PICTURE.jpg LOGITS: prints the most likely class and writes the
   logits as the machine has them. */
#include <camglass_c.h>
#include <stdio.h>
#include <stdlib.h>

#include "read_jpeg.h"

static int complain(const char* what) {
  fprintf(stderr, "explain: %s\n", what);
  return 1;
}

static int write_floats(const char* path, const float* values, size_t count) {
  FILE* file = fopen(path, "wb");
  size_t written;
  if (file == NULL) return 0;
  written = fwrite(values, sizeof(float), count, file);
  return fclose(file) == 0 && written == count;
}

/* Everything that C can ask of an explanation is asked for once. */
static int tell(const camglass_network* network,
                const camglass_explanation* seen, const char* logits) {
  camglass_overlay_options options;
  camglass_ranked best;
  size_t height, width, channels, index;
  float* map;
  unsigned char* overlay;
  camglass_code code;
  if (camglass_top(seen, 1, &best) != 1) return complain("no class");
  printf("%s\n", best.name);
  if (camglass_find_class(network, best.name, &index) != CAMGLASS_OK)
    return complain(camglass_error());
  if (index != best.class_index) return complain("another class");
  if (camglass_features(seen, &channels) == NULL || channels == 0)
    return complain("no features");
  camglass_map_size(seen, &height, &width);
  map = malloc(height * width * sizeof(float));
  if (map == NULL || camglass_map(seen, index, map) != CAMGLASS_OK)
    return complain("no map");
  free(map);
  camglass_overlay_options_init(&options, sizeof options);
  options.style = CAMGLASS_STYLE_VIRIDIS;
  camglass_picture_size(seen, &height, &width);
  overlay = malloc(height * width * 3);
  if (overlay == NULL) return complain("no memory");
  code = camglass_overlay(seen, index, &options, overlay, 0);
  free(overlay);
  if (code != CAMGLASS_OK) return complain(camglass_error());
  if (!write_floats(logits, camglass_logits(seen), camglass_score_count(seen)))
    return complain("the logits can't be written");
  return 0;
}

int main(int argc, char** argv) {
  camglass_network* network = NULL;
  camglass_explanation* seen = NULL;
  camglass_options options;
  unsigned char* rgb;
  size_t height, width;
  int status;
  if (argc != 4) return complain("usage: explain MODEL PICTURE.jpg LOGITS");
  rgb = read_jpeg(argv[2], &height, &width);
  if (rgb == NULL) return complain("the picture can't be read");
  camglass_options_init(&options, sizeof options);
  options.threads = 1;
  if (camglass_open(argv[1], &options, &network) != CAMGLASS_OK ||
      camglass_prepare(network, height, width) != CAMGLASS_OK ||
      camglass_explain(network, rgb, height, width, 0, &seen) != CAMGLASS_OK)
    status = complain(camglass_error());
  else
    status = tell(network, seen, argv[3]);
  camglass_explanation_free(seen);
  camglass_network_free(network);
  free(rgb);
  return status;
}
