#include "tools/report/html.h"

#include <cmath>

#include "engine/base/console.h"
#include "engine/base/printable_text.h"
#include "tools/audit/base64.h"

namespace camglass {

std::string HtmlText(std::string_view text, size_t most) {
  const std::string whole = PrintableText(text);
  const std::string_view shown = FirstCharacters(whole, most);
  std::string safe;
  for (const char ch : shown) {
    switch (ch) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      case '\'':
        safe += "&#39;";
        break;
      default:
        safe += ch;
    }
  }
  return shown.size() < whole.size() ? safe + "…" : safe;
}

std::string HtmlName(std::string_view text) {
  return "<bdi>" + HtmlText(text) + "</bdi>";
}

std::string PercentText(double share) {
  if (!std::isfinite(share)) return "–";
  return Format("%.1f", 100 * share) + " %";
}

std::string JpegImage(std::span<const uint8_t> jpeg, std::string_view alt) {
  return "<img src=\"data:image/jpeg;base64," + Base64(jpeg) + "\" alt=\"" +
         HtmlText(alt) + "\">";
}

}  // namespace camglass
