// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_JSON_HPP
#define LEADCORE_EXAMPLES_IMPORT_JSON_HPP

// JSON objects as records: of a document or of lines (NDJSON), in the endpoint's form or in any
// other, which is read like a table: its columns are the paths of the values, such as
// "properties.firstname". Boost.JSON parses in blocks: memory is bounded by the largest object.

#include "columns.hpp"
#include "source.hpp"
#include "table.hpp"
#include "text.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/string_view.hpp>
#include <boost/json/value.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace demo {

namespace detail {

/// A token of a JSON text.
struct json_token {
  enum class type : std::uint8_t { end, begin_object, begin_array, close, key, string, literal };
  type what = type::end;
  std::string text; ///< of a key, a string, or a literal as it is written
};

/// Events of Boost.JSON's parser as tokens. Longer texts than a record's are cut behind its limit.
class json_handler {
 public:
  static constexpr std::size_t max_object_size = ~std::size_t{0};
  static constexpr std::size_t max_array_size = ~std::size_t{0};
  static constexpr std::size_t max_key_size = 1U << 16U; // longer ones are errors
  static constexpr std::size_t max_string_size = ~std::size_t{0};
  using error_code = boost::system::error_code;
  using string_view = boost::json::string_view;
  using type = json_token::type;

  std::deque<json_token> tokens;

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) { return add(type::begin_object); }
  bool on_object_end(std::size_t, error_code&) { return add(type::close); }
  bool on_array_begin(error_code&) { return add(type::begin_array); }
  bool on_array_end(std::size_t, error_code&) { return add(type::close); }
  bool on_key_part(string_view part, std::size_t, error_code&) { return keep(part); }
  bool on_key(string_view part, std::size_t, error_code&) { return add(type::key, part); }
  bool on_string_part(string_view part, std::size_t, error_code&) { return keep(part); }
  bool on_string(string_view part, std::size_t, error_code&) { return add(type::string, part); }
  bool on_number_part(string_view part, error_code&) { return keep(part); }
  bool on_int64(std::int64_t, string_view part, error_code&) { return number(part); }
  bool on_uint64(std::uint64_t, string_view part, error_code&) { return number(part); }
  bool on_double(double, string_view part, error_code&) { return number(part); }
  bool on_bool(bool value, error_code&) { return add(type::literal, value ? "true" : "false"); }
  bool on_null(error_code&) { return add(type::literal, "null"); }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }

 private:
  bool keep(string_view part) {
    if (part_.size() <= max_record_size) {
      part_.append(part.data(), part.size());
    }
    return true;
  }
  bool add(type what, string_view part = {}) {
    keep(part);
    if (what == type::key && !leadcore::is_valid_utf8(part_)) {
      part_ = windows_1252_to_utf8(part_);
    }
    tokens.push_back({what, std::exchange(part_, {})});
    return true;
  }
  /// A whole number loses its fraction: 5.0 is 5.
  bool number(string_view part) {
    keep(part);
    const std::size_t point = part_.find('.');
    if (point != std::string::npos &&
        part_.find_first_not_of('0', point + 1) == std::string::npos) {
      part_.resize(point);
    }
    return add(type::literal);
  }

  std::string part_;
};

/// The tokens of a source, of its whole text or of one line after the other.
class json_tokens {
 public:
  json_tokens(source& in, bool by_lines) : in_(in), by_lines_(by_lines) { in_.seek(0); }

  /// Goes to the next text. @return false if there is none
  [[nodiscard]] bool begin() {
    while (!is_over_) {
      static_cast<void>(next());
    }
    for (std::string_view ahead = in_.peek(); !ahead.empty(); ahead = in_.peek()) {
      const std::size_t first = std::min(ahead.find_first_not_of(" \t\r\n"), ahead.size());
      pass(ahead.substr(0, first));
      if (first < ahead.size()) {
        boost::json::parse_options options;
        options.max_depth = 64;
        options.allow_invalid_utf8 = true; // see record_to_utf8
        parser_ = std::make_unique<parser>(options);
        error_.clear();
        is_over_ = false;
        first_line_ = line_;
        return true;
      }
    }
    return false;
  }
  /// The next token; at the end of the text and after an error an end.
  [[nodiscard]] json_token next() {
    while (!is_over_ && parser_->handler().tokens.empty()) {
      read();
    }
    if (parser_ == nullptr || parser_->handler().tokens.empty()) {
      return {};
    }
    json_token token = std::move(parser_->handler().tokens.front());
    parser_->handler().tokens.pop_front();
    return token;
  }
  /// The syntax error of the text, with its line and column; empty if there was none.
  [[nodiscard]] const std::string& error() const noexcept { return error_; }
  /// The first line of the text.
  [[nodiscard]] std::size_t line() const noexcept { return first_line_; }

 private:
  using parser = boost::json::basic_parser<json_handler>;

  void pass(std::string_view bytes) {
    const std::size_t end = bytes.rfind('\n');
    line_ += static_cast<std::size_t>(std::ranges::count(bytes, '\n'));
    column_ = end == std::string_view::npos ? column_ + bytes.size() : bytes.size() - end;
    in_.consume(bytes.size());
  }
  /// Parses some bytes, or skips them after an error.
  void read() {
    std::string_view ahead = in_.peek();
    const std::size_t line_end = by_lines_ ? ahead.find('\n') : std::string_view::npos;
    is_over_ = ahead.empty() || line_end != std::string_view::npos;
    ahead = ahead.substr(0, line_end);
    boost::system::error_code bad;
    std::size_t used = ahead.size();
    if (error_.empty()) {
      used = parser_->done() ? 0 : parser_->write_some(!is_over_, ahead.data(), ahead.size(), bad);
      if (!bad && parser_->done()) { // only white space may follow
        used = std::min(ahead.find_first_not_of(" \t\r\n", used), ahead.size());
        if (used < ahead.size()) {
          bad = boost::json::error::extra_data;
        }
      }
    }
    pass(ahead.substr(0, used));
    if (bad) {
      error_ = (by_lines_ ? "" : "line " + std::to_string(line_) + ", ") + "column " +
               std::to_string(column_) + ": " +
               (bad == boost::json::error::syntax && used < ahead.size()
                    ? "\"" + printable(ahead.substr(used, 1)) + "\" is not expected here"
                    : bad.message());
      is_over_ = is_over_ || !by_lines_;
      pass(ahead.substr(used));
    }
  }

  source& in_;
  bool by_lines_;
  std::unique_ptr<parser> parser_;
  std::string error_;
  bool is_over_ = true;
  std::size_t line_ = 1;
  std::size_t column_ = 1;
  std::size_t first_line_ = 1;
};

/// One object: its values by path, in order, or why it is none.
struct json_object {
  std::vector<std::pair<std::string, std::string>> values; ///< nulls are left out
  std::string text;                                        ///< of the object, if wanted
  std::string problem;
};

/// Where the objects of the leads are: the elements of a list, or members of an object by id; if
/// neither, the document is one.
struct json_place {
  std::string path;
  bool is_list = false;
  bool is_map = false;
  bool has_ids = false; ///< keys of a map are ids, also without a digit: there are several
};

/// Reads the objects of lines, or those at a place of a document; without a place, it counts what
/// there is.
class json_reader {
 public:
  using visitor = std::function<bool(json_object&&, std::size_t line)>;
  /// A container that no list encloses.
  struct container {
    bool is_list = false;
    std::size_t objects = 0;
    std::size_t others = 0;
    std::size_t people = 0; ///< objects with a value whose path is that of a name, email or phone
  };

  explicit json_reader(source& in) : in_(in, false) { // counts
    if (in_.begin()) {
      walk(in_.next());
      while (in_.next().what != type::end) {
      }
    }
  }
  /// @param place  nothing: lines
  /// @param visit  takes each object with its line or number; false ends the reading
  json_reader(source& in, const std::optional<json_place>& place, bool with_text, visitor visit)
      : in_(in, !place), place_(place), with_text_(with_text), visit_(std::move(visit)) {
    for (bool goes_on = true; goes_on && in_.begin();) {
      if (place) {
        goes_on = walk(in_.next()) && false;
      } else {
        auto object = read_object(in_.next());
        while (in_.next().what != type::end) {
        }
        goes_on = visit_(in_.error().empty() ? std::move(object)
                                             : json_object{{}, {}, "not JSON: " + in_.error()},
                         in_.line());
      }
    }
  }
  [[nodiscard]] const std::string& error() const noexcept { return in_.error(); }
  [[nodiscard]] const std::map<std::string, container>& containers() const { return containers_; }
  /// Whether the document itself has a name, email or phone.
  [[nodiscard]] bool is_person() const noexcept { return is_person_; }

 private:
  using type = json_token::type;
  struct frame {
    container* of; // may be null
    bool is_list;
    std::size_t child; // the size of its path
    bool has_person;
  };

  /// Reads the value that begins with a token. @return false to end the reading
  bool walk(const json_token& first) {
    const bool is_list = first.what == type::begin_array;
    const bool is_outside = std::ranges::none_of(frames_, &frame::is_list);
    if (place_ && !place_->is_list && !place_->is_map) {
      return visit_(read_object(first), 1);
    }
    if (!is_list && first.what != type::begin_object) {
      count(first);
      return true;
    }
    constexpr std::size_t max_containers = 10'000;
    constexpr std::size_t longest_path = 1000;
    container* of = nullptr;
    if (!place_ && is_outside && containers_.size() < max_containers &&
        path_.size() <= longest_path) {
      of = &containers_[path_];
      of->is_list = is_list;
    }
    const bool is_place =
        place_ && is_outside && path_ == place_->path && is_list == place_->is_list;
    const std::size_t size = path_.size();
    bool goes_on = true;
    for (auto token = in_.next(); goes_on && token.what != type::close && token.what != type::end;
         token = in_.next()) {
      key_ = token.text;
      if (token.what == type::key) {
        path_ += (size == 0 ? "" : ".") + token.text;
        token = in_.next();
      }
      if (of != nullptr) {
        ++(token.what == type::begin_object ? of->objects : of->others);
      }
      if (is_place) {
        goes_on = visit_(read_object(token), ++number_);
      } else {
        frames_.push_back({of, is_list, path_.size(), false});
        goes_on = walk(token);
        frames_.pop_back();
      }
      path_.resize(size);
    }
    return goes_on;
  }
  /// Tells the containers around a value of a person.
  void count(const json_token& value) {
    if (place_ || (value.what == type::literal && value.text == "null")) {
      return;
    }
    for (auto each = frames_.rbegin(); each != frames_.rend(); ++each) {
      const std::size_t begin = std::min(each->child + (each->child == 0 ? 0 : 1), path_.size());
      if (!each->has_person && is_contact(std::string_view(path_).substr(begin))) {
        each->has_person = true;
        if (each->of != nullptr) {
          ++each->of->people;
        }
      }
      if (each->is_list) {
        return;
      }
    }
    is_person_ = is_person_ || is_contact(path_);
  }
  /// Whether a path is that of a person's value, also inside of an object such as "properties".
  [[nodiscard]] static bool is_contact(std::string_view path) {
    const std::string_view key = path.substr(0, path.find('.'));
    const auto found =
        path.empty() ? std::nullopt : find_role(find_word(word_list::object, key) ? path : key);
    using enum column_role;
    return found && (found->role == name || found->role == first_name || found->role == last_name ||
                     found->role == phone || found->role == email);
  }

  [[nodiscard]] json_object read_object(const json_token& first) {
    json_object made;
    size_ = 0;
    if (place_ && place_->is_map && (place_->has_ids || std::ranges::any_of(key_, is_digit))) {
      made.values.emplace_back("id", key_);
    }
    read_value(first, "", made);
    if (size_ > max_record_size) {
      return {{}, {}, "longer than 4 MiB"};
    }
    return first.what == type::begin_object ? made : json_object{{}, {}, "not a JSON object"};
  }
  void read_value(const json_token& token, const std::string& path, json_object& into) {
    if (token.what == type::begin_object || token.what == type::begin_array) {
      const bool is_list = token.what == type::begin_array;
      write(is_list ? "[" : "{", into);
      std::string_view between;
      for (auto each = in_.next(); each.what != type::close && each.what != type::end;
           each = in_.next()) {
        write(std::exchange(between, ","), into);
        std::string inner = path;
        if (each.what == type::key) {
          write(quoted(each.text) + ":", into);
          inner += (path.empty() ? "" : ".") + each.text;
          each = in_.next();
        } else if (each.what == type::begin_object) {
          inner += "[]";
        }
        read_value(each, inner, into);
      }
      write(is_list ? "]" : "}", into);
      return;
    }
    write(token.what == type::string ? quoted(token.text) : token.text, into);
    size_ += path.size() + token.text.size() + sizeof into.values[0];
    if (size_ > max_record_size) {
      into = {};
    } else if (token.what == type::string || token.text != "null") {
      into.values.emplace_back(path, token.text);
    }
  }
  [[nodiscard]] std::string quoted(const std::string& text) const {
    return with_text_ ? boost::json::serialize(boost::json::string(text)) : std::string();
  }
  void write(std::string_view text, json_object& into) const {
    if (with_text_ && size_ <= max_record_size) {
      into.text += text;
    }
  }

  json_tokens in_;
  std::optional<json_place> place_;
  bool with_text_ = false;
  visitor visit_;
  std::map<std::string, container> containers_;
  bool is_person_ = false;
  std::vector<frame> frames_; // around the present value
  std::string path_;
  std::string key_;      // the last one
  std::size_t size_ = 0; // of the object, in memory
  std::size_t number_ = 0;
};

/// The place of the leads in a document, or the reason why it is not known.
/// @param wanted  a path from --list; "." is the document itself
[[nodiscard]] inline leadcore::result<json_place, std::string>
find_json_place(const json_reader& seen, const std::string& wanted) {
  std::vector<json_place> lists;
  std::vector<json_place> maps;
  std::vector<std::string> names;
  std::vector<std::string> others;
  for (const auto& [path, each] : seen.containers()) {
    const json_place place{path, each.is_list, !each.is_list, each.objects > 1};
    if ((!wanted.empty() && path == wanted) || (path.empty() && each.is_list)) {
      return place;
    }
    // A list of phones or emails belongs to one lead.
    const auto role = find_role(path);
    if (each.is_list && each.objects > 0 &&
        !(role && (role->role == column_role::phone || role->role == column_role::email))) {
      (each.people > 0 ? names : others).push_back(printable(path));
      if (each.people > 0) {
        lists.push_back(place);
      }
    }
    if (!each.is_list && each.objects > 0 && each.others == 0 && each.people == each.objects) {
      maps.push_back(place);
    }
  }
  if (wanted == "." || (wanted.empty() && seen.is_person() && lists.empty())) {
    return json_place{};
  }
  if (!wanted.empty()) {
    names.insert(names.end(), others.begin(), others.end());
    return leadcore::fail("there is no list \"" + printable(wanted) +
                          "\" in it; there are: " + shown_names(names));
  }
  const auto& found = lists.empty() ? maps : lists;
  if (found.size() == 1 && !seen.is_person()) {
    return found.front();
  }
  if (found.empty() && others.empty()) {
    return json_place{};
  }
  if (found.empty()) {
    return leadcore::fail("no list in it has names, emails or phones; --list can name one of: " +
                          shown_names(others));
  }
  for (const auto& each : found) {
    if (each.is_map && !each.path.empty()) {
      names.push_back(printable(each.path));
    }
  }
  return leadcore::fail("which of these are the leads: " + shown_names(names) +
                        (seen.is_person() ? ", or is the document one lead (--list .)" : "") +
                        "? --list tells, such as --list " + names.front());
}

} // namespace detail

/// JSON objects as the rows of a table.
class json_table final : public table {
 public:
  /// Finds the objects: one a line (NDJSON), or those of a document's list. A text whose first line
  /// is an object and not all is read by lines, each judged by itself.
  /// @return the table, or the reason why the document cannot be read
  [[nodiscard]] static leadcore::result<std::unique_ptr<json_table>, std::string>
  open(source& in, const std::string& list) {
    using type = detail::json_token::type;
    std::unique_ptr<json_table> made(new json_table(in));
    detail::json_tokens lines(in, true);
    const bool is_object = lines.begin() && lines.next().what == type::begin_object;
    while (lines.next().what != type::end) {
    }
    if (!is_object || !lines.error().empty() || !lines.begin()) {
      const detail::json_reader survey(in);
      if (!survey.error().empty()) {
        return leadcore::fail("a syntax error: " + survey.error());
      }
      auto place = detail::find_json_place(survey, list);
      if (!place.has_value()) {
        return leadcore::fail(std::move(place.error()));
      }
      made->place_ = *std::move(place);
    }
    if (auto why = made->find_header(); !why.empty()) {
      return leadcore::fail(std::move(why));
    }
    return made;
  }

  void for_each(const std::function<bool(record&&)>& visit) override {
    detail::json_reader(
        in_, place_, are_leads_, [&](detail::json_object&& object, std::size_t line) {
          record out{line, {}, std::move(object.text), std::move(object.problem), false};
          if (!are_leads_ && out.problem.empty()) {
            out.fields.resize(header().size());
            for (const auto& [path, text] : object.values) {
              auto& field = out.fields[columns_.at(path)];
              field += (field.empty() ? "" : "\n") + text;
            }
            record_to_utf8(out);
          }
          return visit(std::move(out));
        });
  }
  /// Whether the objects have the keys of the endpoint's leads, and are to be read strictly.
  [[nodiscard]] bool are_leads() const noexcept { return are_leads_; }
  [[nodiscard]] std::string unit() const { return place_ ? "record" : "line"; }

 private:
  explicit json_table(source& in) : in_(in) {}

  /// @return why there are no columns; empty if there are
  [[nodiscard]] std::string find_header() {
    std::vector<std::string> names;
    std::string why; // the first problem
    detail::json_reader(
        in_, place_, false, [&](const detail::json_object& object, std::size_t line) {
          for (const auto& [path, text] : object.values) {
            if (columns_.try_emplace(path, names.size()).second) {
              names.push_back(path);
            }
          }
          const bool is_too_wide = names.size() > max_columns;
          if (is_too_wide || (why.empty() && !object.problem.empty())) {
            why = unit() + " " + std::to_string(line) + ": " +
                  (is_too_wide
                       ? "there are more than " + std::to_string(max_columns) + " different columns"
                       : object.problem);
          }
          return !is_too_wide;
        });
    if (names.size() > max_columns || (names.empty() && !why.empty())) {
      return why;
    }
    if (names.empty()) {
      return "there is no object with a value in it";
    }
    // The values that no lead is without, and no others.
    const auto is_key = [](const std::string& name) {
      return name == "primaryPhone" || name == "primaryEmail" ||
             std::ranges::find(role_names, name) != role_names.end();
    };
    are_leads_ = std::ranges::all_of(names, is_key) &&
                 std::ranges::all_of(
                     std::to_array({"id", "name", "contactId", "status", "createdAt", "updatedAt"}),
                     [this](const char* key) { return columns_.contains(key); });
    set_header(std::move(names));
    return "";
  }

  source& in_;
  std::optional<detail::json_place> place_;              // nothing: lines
  std::unordered_map<std::string, std::size_t> columns_; // of paths
  bool are_leads_ = false;
};

} // namespace demo

#endif
