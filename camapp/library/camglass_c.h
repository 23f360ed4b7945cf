// camglass as a C library: which class a network sees in a picture, and where.
//
//   camglass_network* network = NULL;
//   camglass_explanation* seen = NULL;
//   camglass_ranked best;
//   if (camglass_open("squeezenet1_1", NULL, &network) == CAMGLASS_OK &&
//       camglass_explain(network, rgb, height, width, 0, &seen) == CAMGLASS_OK
//       && camglass_top(seen, 1, &best) == 1)
//     puts(best.name);
//   else
//     puts(camglass_error());
//   camglass_explanation_free(seen);
//   camglass_network_free(network);
//
// camglass.h is the same for C++.
//
// Errors. What can fail returns a camglass_code; after anything but
// CAMGLASS_OK, camglass_error() says in one sentence what is wrong and what to
// do, and what the function would have written is unchanged where nothing else
// is said. Nothing is thrown, nothing is printed, and no signal is handled. A
// null handle is CAMGLASS_USAGE; where there is no code to return, the answer
// is 0, null or "".
//
// Threads. Every function may be called from any thread. Calls for one network
// wait for each other: to explain pictures side by side, give each thread a
// network of its own (camglass_clone) with options.threads = 1. An explanation
// doesn't change until it is freed or given to camglass_explain again, and any
// number of threads may read it meanwhile. Whoever frees a handle sees to it
// that nobody uses it any more. A network must not be used in the child of a
// fork(): its threads stayed behind.
//
// Texts are UTF-8 and end with a zero.
#ifndef CAMGLASS_C_H_
#define CAMGLASS_C_H_

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define CAMGLASS_API __attribute__((visibility("default")))

typedef enum camglass_code {
  CAMGLASS_OK = 0,
  CAMGLASS_INVALID_INPUT = 1,      // the bytes or values given can't be used
  CAMGLASS_NOT_FOUND = 2,          // no such file, model or class
  CAMGLASS_AMBIGUOUS = 3,          // a name that fits several classes
  CAMGLASS_IO_ERROR = 4,           // the system refused to read
  CAMGLASS_PERMISSION_DENIED = 5,  // a file that this user may not open
  CAMGLASS_OUT_OF_MEMORY = 6,
  CAMGLASS_USAGE = 7,     // an argument that is wrong whatever the input
  CAMGLASS_INTERNAL = 8,  // none of these: a fault of camglass
} camglass_code;

// What went wrong in this thread's last call that failed; "" before any has.
// Valid until the next such call of this thread.
CAMGLASS_API const char* camglass_error(void);

// "0.1.0", of the library that is loaded.
CAMGLASS_API const char* camglass_version(void);

// ---- Networks ----

typedef struct camglass_network camglass_network;

typedef enum camglass_precision {
  CAMGLASS_F32 = 0,
  CAMGLASS_F16 = 1,  // weights are held in half precision; sums stay f32
} camglass_precision;

typedef enum camglass_conv {
  CAMGLASS_CONV_AUTO = 0,
  CAMGLASS_CONV_DIRECT = 1,  // no Winograd, for the last digits
} camglass_conv;

typedef enum camglass_resize {
  CAMGLASS_RESIZE_EXACT = 0,  // MATLAB's bicubic in every byte
  CAMGLASS_RESIZE_FAST = 1,   // a byte may differ by one; for video
} camglass_resize;

typedef enum camglass_resize_rule {
  CAMGLASS_RULE_MODEL = 0,  // as the model's head was trained, else short
  CAMGLASS_RULE_SHORT = 1,  // the whole picture, shortest side = input length
  CAMGLASS_RULE_ROWS = 2,   // the whole picture, its height = input length
  CAMGLASS_RULE_CROP = 3,   // the square of the framework's own evaluation
} camglass_resize_rule;

typedef struct camglass_options {
  size_t struct_size;  // set by camglass_options_init
  size_t threads;  // of the engine; 0: CAMGLASS_THREADS, else physical cores
  double input_scale;  // input length over the network's own, 0.01 to 64
  camglass_precision precision;
  camglass_conv conv;
  camglass_resize resize;
  camglass_resize_rule resize_rule;
} camglass_options;

// The defaults: camglass_options_init(&options, sizeof options).
CAMGLASS_API void camglass_options_init(camglass_options* options,
                                        size_t struct_size);

// Opens a model: a file, or a name looked for in $CAMGLASS_MODELS, in
// $XDG_DATA_HOME/camglass/models and beside the library (PREFIX/share/camglass/
// models; linked statically, that is beside the program, so give a file). Null
// is "squeezenet1_1", which comes with camglass. options may be null. Free
// *network with camglass_network_free.
CAMGLASS_API camglass_code camglass_open(const char* file_or_name,
                                         const camglass_options* options,
                                         camglass_network** network);

// The same of a model file's bytes, which are copied.
CAMGLASS_API camglass_code camglass_open_memory(const void* bytes, size_t size,
                                                const camglass_options* options,
                                                camglass_network** network);

// Another network of the same model and options, for another thread. The model
// is shared; threads and memory to compute in are its own.
CAMGLASS_API camglass_code camglass_clone(const camglass_network* network,
                                          camglass_network** clone);

// Null is allowed. Explanations stay whole.
CAMGLASS_API void camglass_network_free(camglass_network* network);

CAMGLASS_API const char* camglass_arch(const camglass_network* network);
CAMGLASS_API const char* camglass_variant(const camglass_network* network);
// "softmax": the scores of all classes sum to 1; "sigmoid": each class has its
// own.
CAMGLASS_API const char* camglass_score_rule(const camglass_network* network);
CAMGLASS_API size_t camglass_threads(const camglass_network* network);
CAMGLASS_API size_t camglass_class_count(const camglass_network* network);

// Null where there is no such class. Valid as long as the network.
CAMGLASS_API const char* camglass_class_name(const camglass_network* network,
                                             size_t class_index);

// The class that a user means: an index in digits, a name ("name:7" is a name),
// or one of WordNet's identifiers. The error lists near names.
CAMGLASS_API camglass_code camglass_find_class(const camglass_network* network,
                                               const char* query,
                                               size_t* class_index);

// Makes ready for pictures of this size, so that the first one takes no longer
// than the others. The plans of the last few sizes are kept.
CAMGLASS_API camglass_code camglass_prepare(camglass_network* network,
                                            size_t height, size_t width);

// ---- Explanations ----

typedef struct camglass_explanation camglass_explanation;

// Explains 8-bit RGB pixels: red is rgb[y * row_stride + x * 3]. row_stride is
// in bytes, at least 3 * width; negative where rows go up in memory (rgb is
// then still the top row's first byte); 0 means 3 * width. The pixels are
// copied.
//
// *explanation is null, or an explanation whose memory is used again: then
// nothing is allocated for pictures of one size. After an error such a one is
// empty.
CAMGLASS_API camglass_code camglass_explain(camglass_network* network,
                                            const uint8_t* rgb, size_t height,
                                            size_t width, ptrdiff_t row_stride,
                                            camglass_explanation** explanation);

// Null is allowed.
CAMGLASS_API void camglass_explanation_free(camglass_explanation* explanation);

// Logits and scores of all classes, in the classes' order, and how many there
// are. Scores are what camglass_score_rule says. Valid as long as the
// explanation doesn't change.
CAMGLASS_API const float* camglass_logits(
    const camglass_explanation* explanation);
CAMGLASS_API const float* camglass_scores(
    const camglass_explanation* explanation);
CAMGLASS_API size_t
camglass_score_count(const camglass_explanation* explanation);

// How many of the logits and features are NaN or infinite.
CAMGLASS_API size_t
camglass_non_finite(const camglass_explanation* explanation);

typedef struct camglass_ranked {
  size_t class_index;
  const char* name;  // valid as long as the explanation doesn't change
  float score;
  float logit;
} camglass_ranked;

// The most likely classes, best first, into ranked[0 .. count - 1]. Returns how
// many were written, which is less than count where there are fewer classes.
CAMGLASS_API size_t camglass_top(const camglass_explanation* explanation,
                                 size_t count, camglass_ranked* ranked);

// Rows and columns of every class's map.
CAMGLASS_API void camglass_map_size(const camglass_explanation* explanation,
                                    size_t* height, size_t* width);

// The activation map of any class, [height][width], in logits: its mean plus
// the head's bias is the logit. map has room for height * width floats.
CAMGLASS_API camglass_code camglass_map(const camglass_explanation* explanation,
                                        size_t class_index, float* map);

// The last features, [height][width][channels] with the map's height and width.
// Valid as long as the explanation doesn't change.
CAMGLASS_API const float* camglass_features(
    const camglass_explanation* explanation, size_t* channels);

typedef struct camglass_region {
  size_t top, left, height, width;  // pixels of the picture
} camglass_region;

// The part of the picture that the network saw, over which its maps lie.
CAMGLASS_API void camglass_covered(const camglass_explanation* explanation,
                                   camglass_region* region);

// ---- Overlays ----

typedef enum camglass_style {
  CAMGLASS_STYLE_SEED = 0,  // jet over half of the grey picture
  CAMGLASS_STYLE_TURBO = 1,
  CAMGLASS_STYLE_VIRIDIS = 2,
  CAMGLASS_STYLE_INFERNO = 3,
} camglass_style;

// What of a map the colours span.
typedef enum camglass_range {
  CAMGLASS_RANGE_FRAME = 0,   // from its least to its greatest value
  CAMGLASS_RANGE_FIXED = 1,   // the same logits in every picture
  CAMGLASS_RANGE_SIGNED = 2,  // blue below 0, red above
} camglass_range;

typedef struct camglass_overlay_options {
  size_t struct_size;  // set by camglass_overlay_options_init
  camglass_style style;
  camglass_range range;
  float threshold;  // 0 to 1 of the range: below it no colour is shown
  float alpha;      // 0 to 1: how much of the colour; not for seed
} camglass_overlay_options;

CAMGLASS_API void camglass_overlay_options_init(
    camglass_overlay_options* options, size_t struct_size);

// The picture's size, as it was explained.
CAMGLASS_API void camglass_picture_size(const camglass_explanation* explanation,
                                        size_t* height, size_t* width);

// The class's map painted over the picture, in 8-bit RGB of the picture's size.
// rgb and row_stride as in camglass_explain. options may be null.
CAMGLASS_API camglass_code
camglass_overlay(const camglass_explanation* explanation, size_t class_index,
                 const camglass_overlay_options* options, uint8_t* rgb,
                 ptrdiff_t row_stride);

// The picture itself: [height][width][3] without gaps, valid as long as the
// explanation doesn't change.
CAMGLASS_API const uint8_t* camglass_picture(
    const camglass_explanation* explanation);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // CAMGLASS_C_H_
