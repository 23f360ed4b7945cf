#include "camapp/page/command_buttons.h"

#include <cctype>

#include "camapp/page/page_assets.h"
#include "camapp/viewer/command.h"
#include "engine/check.h"

namespace camglass {
namespace {

constexpr char kDownload[] =
    "<a href=\"/snapshot.jpg\" download title=\"the picture as it is now, for "
    "you\">Download</a>\n";
constexpr std::string_view kPlace = "<!--commands-->\n";

struct Button {
  std::string attributes;
  std::string label;
  std::string keys;  // that press it
  std::string key_name;
  std::string help;
};

std::string Attribute(const std::string& name, std::string_view value) {
  return " " + name + "=\"" + EscapedForHtml(value) + "\"";
}

std::string Html(const Button& button) {
  return "<button type=\"button\"" + button.attributes +
         Attribute("data-keys", button.keys) + Attribute("title", button.help) +
         "><span>" + EscapedForHtml(button.label) + "</span> <kbd>" +
         EscapedForHtml(button.key_name) + "</kbd></button>\n";
}

// "next-model" as people write it.
std::string LabelOf(const CommandInfo& info) {
  std::string label = info.name;
  for (char& c : label)
    if (c == '-') c = ' ';
  label[0] = static_cast<char>(std::toupper(label[0]));
  return label;
}

// One for each of its keys, which are the numbers.
std::string ClassButtons(const CommandInfo& info) {
  std::string html;
  for (const char key : std::string_view(info.keys)) {
    const std::string digit(1, key);
    html += Html(
        {Attribute("data-name", info.name) + Attribute("data-number", digit),
         "Class " + digit, digit, digit, info.help});
  }
  return html;
}

std::string ButtonOf(const CommandInfo& info) {
  if (info.kind == CommandKind::kShowClass) return ClassButtons(info);
  Button button = {Attribute("data-name", info.name), LabelOf(info), info.keys,
                   info.key_name, info.help};
  if (info.kind == CommandKind::kFullScreen)
    button.attributes = Attribute("data-page", info.name);
  if (info.kind == CommandKind::kQuit) {
    button.attributes += Attribute("data-ask", "End camapp for everyone?");
    button.key_name = info.keys;  // Escape is the browser's
  }
  return Html(button);
}

}  // namespace

std::string EscapedForHtml(std::string_view text) {
  std::string html;
  for (const char c : text) {
    switch (c) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      default:
        html += c;
    }
  }
  return html;
}

std::string CommandButtons() {
  std::string html;
  for (const CommandInfo& info : Commands()) {
    if (!info.window_only || info.kind == CommandKind::kFullScreen)
      html += ButtonOf(info);
    if (info.kind == CommandKind::kRecord) html += kDownload;
  }
  return html;
}

std::string PageWithButtons() {
  std::string html(kPageHtml);
  const size_t at = html.find(kPlace);
  CAMGLASS_CHECK(at != std::string::npos);
  return html.replace(at, kPlace.size(), CommandButtons());
}

}  // namespace camglass
