#include "tools/audit/separated_values.h"

#include <utility>

namespace camglass {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {
    const std::string_view first = text.substr(0, text.find('\n'));
    separator_ = first.find('\t') == std::string_view::npos ? ',' : '\t';
  }

  StatusOr<std::vector<SeparatedRow>> Run() {
    std::vector<SeparatedRow> rows;
    while (at_ < text_.size()) {
      SeparatedRow row;
      row.line = line_;
      CAMGLASS_RETURN_IF_ERROR(ReadRow(&row));
      const bool blank = row.fields.size() == 1 && row.fields[0].empty();
      if (!blank) rows.push_back(std::move(row));
    }
    return rows;
  }

 private:
  bool AtLineEnd() const {
    return at_ == text_.size() || text_[at_] == '\n' || AtCarriageReturn();
  }
  bool AtCarriageReturn() const {
    return text_[at_] == '\r' &&
           (at_ + 1 == text_.size() || text_[at_ + 1] == '\n');
  }

  void SkipLineEnd() {
    if (at_ < text_.size() && text_[at_] == '\r') ++at_;
    if (at_ < text_.size() && text_[at_] == '\n') ++at_;
    ++line_;
  }

  // To the end of the line, which is skipped.
  Status ReadRow(SeparatedRow* row) {
    for (;;) {
      std::string field;
      if (at_ < text_.size() && text_[at_] == '"')
        CAMGLASS_RETURN_IF_ERROR(ReadQuoted(&field));
      else
        ReadPlain(&field);
      row->fields.push_back(std::move(field));
      if (AtLineEnd()) break;
      ++at_;  // the separator
    }
    SkipLineEnd();
    return Status();
  }

  void ReadPlain(std::string* field) {
    const size_t begin = at_;
    while (!AtLineEnd() && text_[at_] != separator_) ++at_;
    *field = text_.substr(begin, at_ - begin);
  }

  Status ReadQuoted(std::string* field) {
    const std::string where = "line " + std::to_string(line_);
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\n') ++line_;
      if (text_[at_] != '"') {
        *field += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        *field += '"';
        ++at_;
      } else {
        ++at_;
        if (AtLineEnd() || text_[at_] == separator_) return Status();
        return InvalidInput(where + " goes on after a closing quote");
      }
    }
    return InvalidInput(where + " has a quote that is not closed");
  }

  std::string_view text_;
  char separator_;
  size_t at_ = 0;
  size_t line_ = 1;
};

bool StartsFormula(std::string_view text) {
  return !text.empty() &&
         std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos;
}

}  // namespace

StatusOr<std::vector<SeparatedRow>> ParseSeparatedValues(
    std::string_view text) {
  if (text.starts_with(kByteOrderMark))
    text.remove_prefix(kByteOrderMark.size());
  return Parser(text).Run();
}

std::string CommaSeparatedField(std::string_view text) {
  std::string field = StartsFormula(text) ? "'" : "";
  field += text;
  if (field.find_first_of(",\"\r\n") == std::string::npos) return field;
  std::string quoted = "\"";
  for (const char ch : field) {
    quoted += ch;
    if (ch == '"') quoted += ch;
  }
  return quoted + '"';
}

}  // namespace camglass
