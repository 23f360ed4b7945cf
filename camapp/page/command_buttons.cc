#include "camapp/page/command_buttons.h"

#include <cctype>

#include "camapp/page/page_assets.h"
#include "camapp/viewer/command.h"
#include "engine/base/check.h"

namespace camglass {
namespace {

constexpr char kDownload[] =
    "<a href=\"/snapshot.jpg\" download title=\"the picture as it is now, for "
    "you\">Download</a>\n";
constexpr char kDownloadHelp[] =
    "<dt><b>Download</b></dt><dd>the picture as it is now, for you</dd>\n";
constexpr std::string_view kButtonsPlace = "<!--commands-->\n";
constexpr std::string_view kHelpPlace = "<!--help-->\n";

// What the page does by itself.
bool IsOfPage(const CommandInfo& info) {
  return info.kind == CommandKind::kFullScreen ||
         info.kind == CommandKind::kHelp;
}

bool IsOnPage(const CommandInfo& info) {
  return !info.window_only || IsOfPage(info);
}

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

// "next-picture" as people write it. To them a model is a network, as help
// says.
std::string LabelOf(const CommandInfo& info) {
  const bool of_model = info.kind == CommandKind::kNextModel ||
                        info.kind == CommandKind::kPreviousModel;
  std::string label = of_model ? info.help : info.name;
  for (char& c : label)
    if (c == '-') c = ' ';
  label[0] = static_cast<char>(std::toupper(label[0]));
  return label;
}

// Escape is the browser's.
std::string KeyNameOf(const CommandInfo& info) {
  return info.kind == CommandKind::kQuit ? info.keys : info.key_name;
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
  if (IsOfPage(info)) button.attributes = Attribute("data-page", info.name);
  if (info.kind == CommandKind::kQuit) {
    button.attributes += Attribute("data-ask", "End camapp for everyone?");
    button.key_name = KeyNameOf(info);
  }
  return Html(button);
}

void Insert(const std::string& text, std::string_view place,
            std::string* html) {
  const size_t at = html->find(place);
  CAMGLASS_CHECK(at != std::string::npos);
  html->replace(at, place.size(), text);
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
    if (IsOnPage(info)) html += ButtonOf(info);
    if (info.kind == CommandKind::kRecord) html += kDownload;
  }
  return html;
}

std::string HelpLinesHtml() {
  std::string html;
  for (const CommandInfo& info : Commands()) {
    if (IsOnPage(info))
      html += "<dt><b>" + EscapedForHtml(LabelOf(info)) + "</b> <kbd>" +
              EscapedForHtml(KeyNameOf(info)) + "</kbd></dt><dd>" +
              EscapedForHtml(info.help) + "</dd>\n";
    if (info.kind == CommandKind::kRecord) html += kDownloadHelp;
  }
  return html;
}

std::string PageWithCommands() {
  std::string html(kPageHtml);
  Insert(CommandButtons(), kButtonsPlace, &html);
  Insert(HelpLinesHtml(), kHelpPlace, &html);
  return html;
}

}  // namespace camglass
