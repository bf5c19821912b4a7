// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_HTTP_DETAIL_JSON_DOCUMENT_HPP
#define LEADCORE_HTTP_DETAIL_JSON_DOCUMENT_HPP

// A JSON document whose keys are known at run time only.

#include <leadcore/json/string.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI::http::detail {

/// Builds compact JSON, token by token. The caller closes what it opens.
class json_document {
 public:
  json_document& key(std::string_view name) {
    text(name);
    out_ += ':';
    first_ = true; // the value follows without a comma
    return *this;
  }
  void open(char bracket) {
    comma();
    out_ += bracket;
    first_ = true;
  }
  void close(char bracket) {
    out_ += bracket;
    first_ = false;
  }
  void text(std::string_view value) {
    comma();
    leadcore::append_json_string(out_, value);
  }
  /// A value that is JSON already: a number, a literal, a document.
  void raw(std::string_view json) {
    comma();
    out_ += json;
  }
  void text(std::string_view name, std::string_view value) { key(name).text(value); }
  void raw(std::string_view name, std::string_view json) { key(name).raw(json); }

  template <class Members> void object(Members&& members) { enclose('{', '}', members); }
  template <class Elements> void array(Elements&& elements) { enclose('[', ']', elements); }
  template <class Members> void object(std::string_view name, Members&& members) {
    key(name).object(members);
  }
  template <class Elements> void array(std::string_view name, Elements&& elements) {
    key(name).array(elements);
  }

  [[nodiscard]] const std::string& compact() const noexcept { return out_; }
  /// With line breaks and indentation, as json_style::pretty has them.
  [[nodiscard]] std::string pretty() const {
    std::string out;
    std::size_t depth = 0;
    bool in_text = false;
    const auto line = [&] { out.append("\n").append(2 * depth, ' '); };
    for (std::size_t i = 0; i < out_.size(); ++i) {
      const char c = out_[i];
      if (in_text) {
        out += c;
        if (c == '\\') {
          out += out_[++i];
        }
        in_text = c != '"';
      } else if (c == '{' || c == '[') {
        out += c;
        if (out_[i + 1] == '}' || out_[i + 1] == ']') {
          out += out_[++i];
        } else {
          ++depth;
          line();
        }
      } else if (c == '}' || c == ']') {
        --depth;
        line();
        out += c;
      } else {
        in_text = c == '"';
        out += c;
        if (c == ',') {
          line();
        } else if (c == ':') {
          out += ' ';
        }
      }
    }
    return out;
  }

 private:
  void comma() {
    if (!first_) {
      out_ += ',';
    }
    first_ = false;
  }
  template <class Inside> void enclose(char open_bracket, char close_bracket, Inside& inside) {
    open(open_bracket);
    inside();
    close(close_bracket);
  }

  std::string out_;
  bool first_ = true;
};

} // namespace leadcore::inline LEADCORE_ABI::http::detail

#endif
