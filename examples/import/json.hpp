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
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace demo {

/// Where the objects of the leads are in a document.
struct json_place {
  std::string path;      ///< of their list, such as "data.contacts"; empty: the document
  std::size_t depth = 0; ///< of containers around them; 0: the document is one object
  bool is_map = false;   ///< they are members of an object, by id
};

/// One object: its values by path, in order, or why it is none.
struct json_object {
  std::vector<std::pair<std::string, std::string>> values; ///< nulls are left out
  std::string text;                                        ///< of the object, without white space
  std::string problem;
};

namespace detail {

/// Events of Boost.JSON's parser: collects the objects at a place, and counts what lists there are.
class json_handler {
 public:
  static constexpr std::size_t max_object_size = ~std::size_t{0};
  static constexpr std::size_t max_array_size = ~std::size_t{0};
  static constexpr std::size_t max_key_size = ~std::size_t{0};
  static constexpr std::size_t max_string_size = ~std::size_t{0};
  using error_code = boost::system::error_code;
  using string_view = boost::json::string_view;

  /// What stands in a container that only objects enclose.
  struct survey {
    std::size_t depth = 0;
    bool is_array = false;
    std::size_t objects = 0;
    std::size_t others = 0;
    std::size_t people = 0; ///< objects with a value whose path is a contact's
  };

  /// Collects objects at a place; without one, only surveys.
  void collect_at(std::optional<json_place> place) { place_ = std::move(place); }
  [[nodiscard]] std::deque<json_object>& objects() noexcept { return objects_; }
  [[nodiscard]] const std::map<std::string, survey>& surveys() const noexcept { return surveys_; }
  /// Whether the document itself has a contact's values.
  [[nodiscard]] bool is_person() const noexcept { return is_person_; }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) { return begin_container(false); }
  bool on_object_end(std::size_t, error_code&) { return end_container('}'); }
  bool on_array_begin(error_code&) { return begin_container(true); }
  bool on_array_end(std::size_t, error_code&) { return end_container(']'); }
  bool on_key_part(string_view part, std::size_t, error_code&) { return keep(part); }
  bool on_key(string_view part, std::size_t, error_code&) {
    keep(part);
    auto& of = frames_.back();
    path_.resize(of.path_size);
    path_ += (path_.empty() ? "" : ".") + part_;
    if (is_inside_) {
      append(of.is_first ? "" : ",");
      append(boost::json::serialize(boost::json::string(part_)) + ":");
      of.is_first = true; // the value follows without a comma
    }
    key_ = std::exchange(part_, {});
    return true;
  }
  bool on_string_part(string_view part, std::size_t, error_code&) { return keep(part); }
  bool on_string(string_view part, std::size_t, error_code&) {
    keep(part);
    const std::string quoted =
        is_inside_ ? boost::json::serialize(boost::json::string(part_)) : std::string();
    return scalar(part_, quoted);
  }
  bool on_number_part(string_view part, error_code&) { return keep(part); }
  bool on_int64(std::int64_t, string_view part, error_code&) { return number(part); }
  bool on_uint64(std::uint64_t, string_view part, error_code&) { return number(part); }
  bool on_double(double, string_view part, error_code&) { return number(part); }
  bool on_bool(bool value, error_code&) {
    const std::string text = value ? "true" : "false";
    return scalar(text, text);
  }
  bool on_null(error_code&) { return scalar("", "null"); }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }

 private:
  static constexpr std::size_t max_surveys = 10'000;

  struct frame {
    bool is_array = false;
    bool in_array = false;     // this or a container around it is one
    std::size_t path_size = 0; // of its own path
    bool is_first = true;      // no member yet
    survey* counts = nullptr;  // if surveyed
    bool has_person = false;   // counted already
  };

  bool keep(string_view part) {
    if (part_.size() <= max_record_size) {
      part_.append(part.data(), part.size());
    }
    return true;
  }
  /// The digits as they are; but 5.0 is 5.
  bool number(string_view part) {
    keep(part);
    const std::string raw = part_;
    const std::size_t point = raw.find('.');
    const bool is_whole =
        point != std::string::npos && raw.find_first_not_of('0', point + 1) == std::string::npos;
    return scalar(is_whole ? raw.substr(0, point) : raw, raw);
  }

  /// Whether the value that begins is one of the objects to collect.
  [[nodiscard]] bool is_at_place() const {
    return place_ && !is_inside_ && frames_.size() == place_->depth &&
           (place_->depth == 0 ||
            (frames_.back().is_array != place_->is_map &&
             std::string_view(path_).substr(0, frames_.back().path_size) == place_->path));
  }
  void begin_value(bool is_object) {
    if (is_at_place()) {
      is_inside_ = true;
      inside_depth_ = frames_.size();
      base_size_ = path_.size();
      current_ = {};
      if (!is_object) {
        current_.problem = "not a JSON object";
      } else if (place_->is_map) {
        current_.values.emplace_back("id", key_);
      }
    }
    if (is_inside_ && frames_.size() > inside_depth_) {
      append(frames_.back().is_first ? "" : ",");
      frames_.back().is_first = false;
    }
    if (!frames_.empty() && frames_.back().counts != nullptr) {
      ++(is_object ? frames_.back().counts->objects : frames_.back().counts->others);
      frames_.back().has_person = false;
    }
  }
  void end_value() {
    if (is_inside_ && frames_.size() == inside_depth_) {
      is_inside_ = false;
      if (current_.text.size() > max_record_size) {
        current_ = {{}, {}, "longer than 4 MiB"};
      }
      objects_.push_back(std::move(current_));
    }
    if (!frames_.empty()) {
      path_.resize(frames_.back().is_array ? frames_.back().path_size : path_.size());
    }
  }
  bool begin_container(bool is_array) {
    begin_value(!is_array);
    append(is_array ? "[" : "{");
    if (!is_array && is_inside_ && frames_.size() > inside_depth_ && frames_.back().is_array) {
      path_ += "[]";
    }
    frame made{is_array,     is_array || (!frames_.empty() && frames_.back().in_array),
               path_.size(), true,
               nullptr,      false};
    if (!place_ && (frames_.empty() || !frames_.back().in_array) && surveys_.size() < max_surveys) {
      made.counts = &surveys_[path_];
      made.counts->depth = frames_.size() + 1;
      made.counts->is_array = is_array;
    }
    frames_.push_back(made);
    return true;
  }
  bool end_container(char with) {
    path_.resize(frames_.back().path_size);
    frames_.pop_back();
    append(std::string_view(&with, 1));
    end_value();
    return true;
  }
  bool scalar(const std::string& text, std::string_view written) {
    begin_value(false);
    append(written);
    if (is_inside_ && written != "null" && current_.text.size() <= max_record_size) {
      std::string_view path = std::string_view(path_).substr(std::min(base_size_, path_.size()));
      path.remove_prefix(path.starts_with('.') ? 1 : 0);
      current_.values.emplace_back(path, text);
    }
    if (!place_) {
      count_person();
    }
    part_.clear();
    end_value();
    return true;
  }
  /// Tells the surveyed containers around a value whose path is that of a name, an email and so on.
  void count_person() {
    const auto last = frames_.size() - std::min<std::size_t>(frames_.size(), 1);
    for (std::size_t i = 0; i < last; ++i) {
      auto& each = frames_[i];
      if (each.counts == nullptr || each.has_person ||
          std::any_of(frames_.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                      frames_.begin() + static_cast<std::ptrdiff_t>(last),
                      [](const frame& inner) { return inner.is_array; })) {
        continue;
      }
      std::string_view path = std::string_view(path_).substr(each.path_size);
      path.remove_prefix(path.starts_with('.') ? 1 : 0);
      if (!each.is_array) { // the key of the member
        path.remove_prefix(std::min(path.find('.'), path.size() - 1) + 1);
      }
      if (is_contact(path)) {
        each.has_person = true;
        ++each.counts->people;
      }
    }
    // Of the document itself, or of an object such as "properties" in it.
    const std::size_t point = path_.find('.');
    is_person_ =
        is_person_ || (std::ranges::none_of(frames_, &frame::is_array) && is_contact(path_) &&
                       (point == std::string::npos || is_name_prefix(path_.substr(0, point))));
  }
  [[nodiscard]] static bool is_contact(std::string_view path) {
    const auto found = find_role(path);
    if (!found) {
      return false;
    }
    using enum column_role;
    return found->role == name || found->role == first_name || found->role == last_name ||
           found->role == phone || found->role == email;
  }
  void append(std::string_view text) {
    if (is_inside_ && current_.text.size() <= max_record_size) {
      current_.text += text;
    }
  }

  std::optional<json_place> place_;
  std::deque<json_object> objects_;
  json_object current_; // if inside
  std::map<std::string, survey> surveys_;
  bool is_person_ = false;
  std::vector<frame> frames_;
  std::string path_;
  std::string part_; // of a key, string or number
  std::string key_;  // the last one
  bool is_inside_ = false;
  std::size_t inside_depth_ = 0;
  std::size_t base_size_ = 0; // of the path of the object
};

/// Parses the documents of a source, one after the other, by blocks or lines.
class json_reader {
 public:
  json_reader(source& in, bool by_lines, std::optional<json_place> place)
      : in_(in), by_lines_(by_lines), place_(std::move(place)) {
    in_.seek(0);
    start();
  }

  /// The next object, or nothing at the end or at a syntax error of a document.
  [[nodiscard]] std::optional<json_object> next(std::size_t& line) {
    for (;;) {
      auto& ready = parser_->handler().objects();
      if (!ready.empty()) {
        auto object = std::move(ready.front());
        ready.pop_front();
        line = by_lines_ ? line_ - 1 : ++number_;
        return object;
      }
      if (by_lines_ ? !read_line() : !read_block()) {
        return std::nullopt;
      }
    }
  }
  /// The syntax error of a document, with its line and column; empty if there was none.
  [[nodiscard]] const std::string& error() const noexcept { return error_; }
  [[nodiscard]] const json_handler& handler() const { return parser_->handler(); }

 private:
  using parser = boost::json::basic_parser<json_handler>;

  void start() {
    boost::json::parse_options options;
    options.max_depth = 64;
    parser_ = std::make_unique<parser>(options);
    parser_->handler().collect_at(place_);
  }

  bool read_block() {
    boost::system::error_code bad;
    const std::string_view ahead = in_.peek();
    const std::size_t used =
        parser_->done() ? 0 : parser_->write_some(!ahead.empty(), ahead.data(), ahead.size(), bad);
    std::string_view passed = ahead.substr(0, used);
    if (!bad && parser_->done()) { // only white space may follow
      const std::size_t rest = ahead.find_first_not_of(" \t\r\n", used);
      passed = ahead.substr(0, std::min(rest, ahead.size()));
      if (rest != std::string_view::npos) {
        bad = boost::json::error::extra_data;
      }
    }
    for (const char c : passed) {
      line_ += c == '\n' ? 1 : 0;
      column_ = c == '\n' ? 1 : column_ + 1;
    }
    in_.consume(ahead.size());
    if (bad) {
      error_ = "line " + std::to_string(line_) + ", column " + std::to_string(column_) + ": " +
               bad.message();
    }
    return !bad && !ahead.empty();
  }

  /// Parses a line of its own; a syntax error is that line's problem.
  bool read_line() {
    std::string line;
    bool is_end = true;
    bool is_too_long = false;
    for (std::string_view ahead = in_.peek(); !ahead.empty(); ahead = in_.peek()) {
      is_end = false;
      const std::size_t end = std::min(ahead.find('\n'), ahead.size());
      is_too_long = is_too_long || line.size() + end > max_record_size;
      line += is_too_long ? std::string_view() : ahead.substr(0, end);
      in_.consume(std::min(end + 1, ahead.size()));
      if (end < ahead.size()) {
        break;
      }
    }
    ++line_;
    const std::string_view text = trim(line);
    if (is_end || (text.empty() && !is_too_long)) {
      return !is_end;
    }
    start();
    boost::system::error_code bad;
    const std::size_t used = parser_->write_some(false, text.data(), text.size(), bad);
    if (!bad && used < text.size()) {
      bad = boost::json::error::extra_data;
    }
    if (is_too_long || bad) {
      auto& objects = parser_->handler().objects();
      objects.clear();
      objects.push_back(
          {{},
           {},
           is_too_long ? "longer than 4 MiB"
                       : "not JSON: column " + std::to_string(used + 1) + ": " + bad.message()});
    }
    return true;
  }

  source& in_;
  bool by_lines_;
  std::optional<json_place> place_;
  std::unique_ptr<parser> parser_;
  std::string error_;
  std::size_t line_ = 1;
  std::size_t column_ = 1;
  std::size_t number_ = 0;
};

/// The place of the leads in a document, or the reason why it is not known.
/// @param wanted  a path from --list; "." is the document itself
[[nodiscard]] inline leadcore::result<json_place, std::string>
find_json_place(const json_handler& seen, const std::string& wanted) {
  std::vector<json_place> lists;
  std::optional<json_place> map;
  std::string names;
  std::string others;
  for (const auto& [path, each] : seen.surveys()) {
    const json_place place{path, each.depth, !each.is_array};
    if (!wanted.empty() && path == wanted) {
      return place;
    }
    // A list of phones or emails belongs to one lead.
    const auto role = find_role(path);
    const bool is_field =
        role && (role->role == column_role::phone || role->role == column_role::email);
    if (path.empty() && each.is_array) {
      return place;
    }
    if (each.is_array && each.objects > 0 && !is_field) {
      auto& into = each.people > 0 ? names : others;
      into += (into.empty() ? "" : ", ") + printable(path);
      if (each.people > 0) {
        lists.push_back(place);
      }
    }
    if (path.empty() && each.objects > 0 && each.others == 0 && each.people == each.objects) {
      map = place;
    }
  }
  if (wanted == ".") {
    return json_place{};
  }
  if (!wanted.empty()) {
    return leadcore::fail("there is no list \"" + printable(wanted) + "\" in it; there are: " +
                          names + (names.empty() || others.empty() ? "" : ", ") + others);
  }
  if (map && !seen.is_person()) {
    return *map;
  }
  if (lists.size() == 1 && !seen.is_person()) {
    return lists.front();
  }
  if (lists.empty()) {
    return seen.is_person() || others.empty()
               ? leadcore::result<json_place, std::string>(json_place{})
               : leadcore::fail(
                     "no list in it has names, emails or phones; --list can name one of: " +
                     others);
  }
  return leadcore::fail("which of these are the leads: " + names +
                        (seen.is_person() ? ", or is the document one lead (--list .)" : "") +
                        "? --list tells, such as --list " + printable(lists.front().path));
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
    std::unique_ptr<json_table> made(new json_table(in));
    if (!made->is_by_lines_) {
      detail::json_reader survey(in, false, std::nullopt);
      std::size_t ignored = 0;
      static_cast<void>(survey.next(ignored));
      if (!survey.error().empty()) {
        return leadcore::fail("a syntax error: " + survey.error());
      }
      auto place = detail::find_json_place(survey.handler(), list);
      if (!place.has_value()) {
        return leadcore::fail(std::move(place.error()));
      }
      made->place_ = *std::move(place);
    }
    if (!made->find_header()) {
      return leadcore::fail("it has more than " + std::to_string(max_columns) +
                            " different keys; the last one is in " + made->unit() + " " +
                            std::to_string(made->line_));
    }
    made->rewind();
    return made;
  }

  void rewind() override { reader_.emplace(in_, is_by_lines_, place_); }
  [[nodiscard]] std::optional<record> next() override {
    auto object = reader_->next(line_);
    if (!object) {
      return std::nullopt;
    }
    record out{line_, {}, {}, std::move(object->problem), false};
    if (!out.problem.empty()) {
      return out;
    }
    if (are_leads_) {
      out.json = std::move(object->text);
      return out;
    }
    out.fields.resize(header().size());
    for (const auto& [path, text] : object->values) {
      auto& field = out.fields[columns_.at(path)];
      field += (field.empty() ? "" : "\n") + text;
    }
    record_to_utf8(out);
    return out;
  }
  /// Whether the objects have the keys of the endpoint's leads, and are to be read strictly.
  [[nodiscard]] bool are_leads() const noexcept { return are_leads_; }
  [[nodiscard]] std::string unit() const { return is_by_lines_ ? "line" : "record"; }

 private:
  explicit json_table(source& in) : in_(in) {
    in_.seek(0);
    std::string first;
    bool has_more = false;
    for (std::string_view ahead = in_.peek(); !ahead.empty() && first.size() <= max_record_size;
         ahead = in_.peek()) {
      const std::size_t end = std::min(ahead.find('\n'), ahead.size());
      first += ahead.substr(0, end);
      in_.consume(std::min(end + 1, ahead.size()));
      if (end < ahead.size() && !trim(first).empty()) {
        has_more = true;
        break;
      }
    }
    boost::system::error_code bad;
    const std::string_view line = trim(first);
    boost::json::basic_parser<detail::json_handler> parser{boost::json::parse_options()};
    is_by_lines_ = has_more && line.starts_with('{') &&
                   parser.write_some(false, line.data(), line.size(), bad) == line.size() && !bad;
  }

  [[nodiscard]] bool find_header() {
    std::vector<std::string> names;
    bool is_first = true;
    rewind();
    while (auto object = reader_->next(line_)) {
      if (!object->problem.empty()) {
        continue;
      }
      for (const auto& [path, text] : object->values) {
        if (columns_.try_emplace(path, names.size()).second) {
          names.push_back(path);
        }
      }
      if (is_first) {
        const std::string& text = object->text;
        const auto has = [&text](std::string_view key) {
          return text.find(key) != std::string::npos;
        };
        are_leads_ = has("\"contactId\":") && has("\"phones\":[") && has("\"createdAt\":");
        is_first = false;
      }
      if (names.size() > max_columns) {
        return false;
      }
    }
    set_header(std::move(names));
    return true;
  }

  source& in_;
  json_place place_;
  std::optional<detail::json_reader> reader_;
  std::unordered_map<std::string, std::size_t> columns_; // of paths
  bool is_by_lines_ = false;
  bool are_leads_ = false;
  std::size_t line_ = 0;
};

} // namespace demo

#endif
