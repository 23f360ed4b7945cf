#include "camapp/picture/draw_text.h"

#include <pango/pangocairo.h>

#include <cmath>
#include <cstdio>
#include <map>
#include <memory>
#include <string_view>
#include <tuple>
#include <utility>

#include "engine/base/printable_text.h"

namespace camglass {
namespace {

constexpr const char* kFontFamily = "DejaVu Sans";
// Layouts remembered: many times the words of a window.
constexpr size_t kMostLayouts = 512;
// Longer texts, which fit nowhere, are not kept; of those that are longer still
// only the beginning is shaped.
constexpr size_t kLongestKept = 400;
constexpr size_t kMostCharacters = 2000;

struct Unreference {
  void operator()(gpointer object) const { g_object_unref(object); }
};
using Layout = std::unique_ptr<PangoLayout, Unreference>;

struct FreeDescription {
  void operator()(PangoFontDescription* description) const {
    pango_font_description_free(description);
  }
};

// The same letters whatever the desktop is set to.
void SetRendering(PangoContext* context) {
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_SLIGHT);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_ON);
  pango_cairo_context_set_font_options(context, options);
  cairo_font_options_destroy(options);
}

struct Shaped {
  Layout layout;
  double width = 0;  // pixels
};

// One for each thread: Pango's objects belong to one at a time.
class Shaper {
 public:
  Shaper()
      : context_(
            pango_font_map_create_context(pango_cairo_font_map_get_default())) {
    SetRendering(context_.get());
    pango_context_set_base_dir(context_.get(), PANGO_DIRECTION_LTR);
  }

  // Holds until the next call.
  const Shaped& Shape(const std::string& text, const Font& font) {
    if (text.size() > kLongestKept) return other_ = Make(text, font);
    if (known_.size() > kMostLayouts) known_.clear();
    const auto [at, is_new] =
        known_.try_emplace({text, font.size, font.bold}, Shaped());
    if (is_new) at->second = Make(text, font);
    return at->second;
  }

 private:
  Shaped Make(const std::string& text, const Font& font) const {
    const std::unique_ptr<PangoFontDescription, FreeDescription> description(
        pango_font_description_new());
    pango_font_description_set_family_static(description.get(), kFontFamily);
    pango_font_description_set_weight(
        description.get(), font.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(description.get(),
                                             font.size * PANGO_SCALE);
    Layout layout(pango_layout_new(context_.get()));
    pango_layout_set_font_description(layout.get(), description.get());
    pango_layout_set_auto_dir(layout.get(), FALSE);
    pango_layout_set_single_paragraph_mode(layout.get(), TRUE);
    const std::string_view shown = FirstCharacters(text, kMostCharacters);
    pango_layout_set_text(layout.get(), shown.data(),
                          static_cast<int>(shown.size()));
    int width = 0;
    pango_layout_get_size(layout.get(), &width, nullptr);
    return {std::move(layout), static_cast<double>(width) / PANGO_SCALE};
  }

  std::unique_ptr<PangoContext, Unreference> context_;
  std::map<std::tuple<std::string, double, bool>, Shaped> known_;
  Shaped other_;
};

Shaper& ThisThreads() {
  thread_local Shaper shaper;
  return shaper;
}

bool CanBeDrawn(const std::string& text) {
  const Shaped& shaped = ThisThreads().Shape(text, {16, false});
  return pango_layout_get_unknown_glyphs_count(shaped.layout.get()) == 0;
}

// Debian's package with the characters of a script.
const char* PackageFor(gunichar character) {
  switch (g_unichar_get_script(character)) {
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
    case G_UNICODE_SCRIPT_HANGUL:
    case G_UNICODE_SCRIPT_BOPOMOFO:
      return "fonts-noto-cjk";
    case G_UNICODE_SCRIPT_COMMON:
      // Wide ones without a script are pictures, or East Asian signs.
      if (character >= 0x1F000) return "fonts-noto-color-emoji";
      return g_unichar_iswide(character) ? "fonts-noto-cjk" : "fonts-noto-core";
    default:
      return "fonts-noto-core";
  }
}

}  // namespace

void PrepareFonts() {
  for (const bool bold : {false, true}) TextWidth("camglass", {16, bold});
}

double TextWidth(const std::string& text, const Font& font) {
  return ThisThreads().Shape(text, font).width;
}

void DrawText(cairo_t* context, const TextLine& line) {
  const double width = TextWidth(line.text, line.font);
  DrawTextFrom(context, {line.text, line.font, line.x - width / 2, line.y});
}

void DrawTextFrom(cairo_t* context, const TextLine& line) {
  const Shaped& shaped = ThisThreads().Shape(line.text, line.font);
  cairo_move_to(context, std::round(line.x), line.y);
  pango_cairo_show_layout_line(
      context, pango_layout_get_line_readonly(shaped.layout.get(), 0));
}

std::optional<std::string> MissingFontAdvice(
    std::span<const std::string> texts) {
  for (const std::string& text : texts) {
    const std::string safe = PrintableText(text);
    if (CanBeDrawn(safe)) continue;
    const char* const end = safe.data() + safe.size();
    for (const char* at = safe.data(); at < end;
         at = g_utf8_offset_to_pointer(at, 1)) {
      const std::string one(
          at, static_cast<size_t>(g_utf8_offset_to_pointer(at, 1) - at));
      if (CanBeDrawn(one)) continue;
      const gunichar character = g_utf8_get_char(at);
      char code[16];
      std::snprintf(code, sizeof(code), "U+%04X", character);
      return std::string(
                 "names are shown with boxes, since no font here has ") +
             code + "; install the package " + PackageFor(character);
    }
  }
  return std::nullopt;
}

}  // namespace camglass
