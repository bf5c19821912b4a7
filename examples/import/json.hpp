// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_JSON_HPP
#define LEADCORE_EXAMPLES_IMPORT_JSON_HPP

// JSON objects as records: of a document or of lines (NDJSON), in the endpoint's form or in any
// other, which is read like a table: its columns are the paths of the values, such as
// "properties.firstname". Boost.JSON parses in blocks: memory is bounded by the largest object.

#include "columns.hpp"
#include "source.hpp"
#include "text.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/string_view.hpp>
#include <boost/json/value.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
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

/// One object: its values by path, in order, or why it is none.
struct json_object {
  /// Without nulls. Booleans are empty: no field of a lead is one, and Odoo writes false for null.
  std::vector<std::pair<std::string, std::string>> values;
  std::string text; ///< of the object, if wanted
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

/// A list or object that no list encloses.
struct json_container {
  bool is_list = false;
  std::size_t objects = 0;
  std::size_t others = 0;
  bool has_names = false; ///< keys that are words for people or fields, and no ids
  std::size_t people = 0; ///< objects with a value whose path is that of a name, email or phone
};

/// Goes through a document by the events of Boost.JSON's parser: gives the objects at a place to a
/// function, or counts what there is. Longer texts than a record's are cut after its limit.
class json_walk {
 public:
  static constexpr std::size_t max_object_size = ~std::size_t{0};
  static constexpr std::size_t max_array_size = ~std::size_t{0};
  static constexpr std::size_t max_key_size = 1U << 16U; // longer ones are errors
  static constexpr std::size_t max_string_size = ~std::size_t{0};
  using error_code = boost::system::error_code;
  using string_view = boost::json::string_view;
  /// Takes an object. @return false to end the reading
  using visitor = std::function<bool(json_object&&)>;

  json_walk() = default; // counts
  json_walk(const json_place& place, bool with_text, visitor visit)
      : place_(place), with_text_(with_text), visit_(std::move(visit)) {}

  std::map<std::string, json_container> containers{};
  bool is_person = false;  ///< the document itself has a name, email or phone
  bool is_stopped = false; ///< by the function

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) { return begin(false); }
  bool on_object_end(std::size_t, error_code&) { return end("}"); }
  bool on_array_begin(error_code&) { return begin(true); }
  bool on_array_end(std::size_t, error_code&) { return end("]"); }
  bool on_key_part(string_view part, std::size_t, error_code&) { return keep(part); }
  bool on_key(string_view part, std::size_t, error_code&) {
    keep(part);
    key_ = std::exchange(part_, {});
    key_ = leadcore::is_valid_utf8(key_) ? std::move(key_) : windows_1252_to_utf8(key_);
    write((frames_.back().members++ == 0 ? "" : ",") + quoted(key_) + ":");
    path_ += (path_.empty() ? "" : ".") + key_;
    return true;
  }
  bool on_string_part(string_view part, std::size_t, error_code&) { return keep(part); }
  bool on_string(string_view part, std::size_t, error_code&) { return value(part, kind::string); }
  bool on_number_part(string_view part, error_code&) { return keep(part); }
  bool on_int64(std::int64_t, string_view part, error_code&) { return value(part); }
  bool on_uint64(std::uint64_t, string_view part, error_code&) { return value(part); }
  bool on_double(double, string_view part, error_code&) { // a whole one loses its fraction
    keep(part);
    const std::size_t point = std::min(part_.find('.'), part_.size());
    const bool is_whole = part_.find_first_not_of('0', point + 1) == std::string::npos;
    part_.resize(is_whole ? point : part_.size());
    return value({});
  }
  bool on_bool(bool is, error_code&) { return value(is ? "true" : "false", kind::boolean); }
  bool on_null(error_code&) { return value("null", kind::null); }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }

 private:
  enum class kind : std::uint8_t { string, number, boolean, null };
  struct frame {
    bool is_list;
    std::size_t path;                 // the size of its own
    std::size_t child;                // and of its present value's
    json_container* counts = nullptr; // may stay so
    bool is_place = false;
    bool has_person = false; // the present value
    std::size_t members = 0;
  };

  bool keep(string_view part) {
    part_.append(part.data(), part_.size() <= max_record_size ? part.size() : 0);
    return true;
  }
  bool begin(bool is_list) {
    constexpr std::size_t max_containers = 10'000;
    constexpr std::size_t longest_path = 1000;
    begin_value(!is_list);
    frame made{is_list, path_.size(), path_.size()};
    if (!is_reading_ && std::ranges::none_of(frames_, &frame::is_list)) {
      made.is_place =
          place_ && !is_document() && path_ == place_->path && is_list == place_->is_list;
      if (!place_ && containers.size() < max_containers && path_.size() <= longest_path) {
        made.counts = &containers[path_];
        made.counts->is_list = is_list;
      }
    }
    frames_.push_back(made);
    write(is_list ? "[" : "{");
    return true;
  }
  bool end(const char* bracket) {
    const bool is_list = frames_.back().is_list;
    frames_.pop_back();
    write(bracket);
    return end_value(!is_list);
  }
  bool value(string_view part, kind is = kind::number) {
    keep(part);
    begin_value(false);
    std::string text = std::exchange(part_, {});
    write(is == kind::string ? quoted(text) : text);
    has_nul_ = has_nul_ || text.find('\0') != std::string::npos;
    text = is == kind::boolean ? std::string() : std::move(text);
    if (!place_ && is != kind::null && is != kind::boolean) {
      count();
    } else if (is_reading_) {
      size_ += path_.size() + text.size() + sizeof object_.values[0];
      if (size_ > max_record_size) {
        object_ = {};
      } else if (is != kind::null) {
        const std::size_t begin = record_path_ + (record_path_ == 0 ? 0 : 1);
        object_.values.emplace_back(path_.substr(std::min(begin, path_.size())), std::move(text));
      }
    }
    return end_value(false);
  }
  void begin_value(bool is_object) {
    if (!frames_.empty()) {
      frame& parent = frames_.back();
      write(parent.is_list && parent.members++ > 0 ? "," : "");
      path_ += parent.is_list && is_object ? "[]" : "";
      parent.child = path_.size();
      parent.has_person = false;
      if (parent.counts != nullptr) {
        ++(is_object ? parent.counts->objects : parent.counts->others);
        parent.counts->has_names = parent.counts->has_names || find_word("object", key_) ||
                                   find_word("user", key_) || find_word("company", key_);
      }
    }
    if (place_ && !is_reading_ && (frames_.empty() ? is_document() : frames_.back().is_place)) {
      is_reading_ = true;
      depth_ = frames_.size();
      record_path_ = path_.size();
      object_ = {};
      size_ = 0;
      has_nul_ = false;
      if (place_->is_map && (place_->has_ids || std::ranges::any_of(key_, is_digit))) {
        object_.values.emplace_back("id", key_);
      }
    }
  }
  bool end_value(bool is_object) {
    if (is_reading_ && frames_.size() == depth_) {
      is_reading_ = false;
      if (size_ > max_record_size || !is_object || (has_nul_ && with_text_)) {
        object_ = {{},
                   {},
                   !is_object ? "not a JSON object"
                   : has_nul_ ? "the character NUL: no database stores it"
                              : "longer than 4 MiB"};
      }
      auto& values = object_.values; // the key is the id, unless the object has one
      if (place_->is_map &&
          std::ranges::count(values, "id", &std::pair<std::string, std::string>::first) > 1) {
        values.erase(values.begin());
      }
      is_stopped = is_stopped || !visit_(std::exchange(object_, {}));
    }
    path_.resize(frames_.empty() ? 0 : frames_.back().path);
    return true;
  }
  /// Tells the containers around a value of a person.
  void count() {
    for (auto each = frames_.rbegin(); each != frames_.rend(); ++each) {
      const std::size_t begin = std::min(each->child + (each->child == 0 ? 0 : 1), path_.size());
      if (!each->has_person && is_contact(std::string_view(path_).substr(begin))) {
        each->has_person = true;
        each->counts == nullptr ? 0U : ++each->counts->people;
      }
      if (each->is_list) {
        return;
      }
    }
    is_person = is_person || is_contact(path_);
  }
  /// Whether a path is that of a person's value, also inside of an object such as "properties".
  [[nodiscard]] static bool is_contact(std::string_view path) {
    const std::string_view key = path.substr(0, path.find('.'));
    const auto found =
        path.empty() ? std::nullopt : find_role(find_word("object", key) ? path : key);
    return found && (is_name(found->role) || is_phone_or_email(found->role)) &&
           found->role != column_role::middle_name;
  }
  [[nodiscard]] bool is_document() const { return !place_->is_list && !place_->is_map; }

  [[nodiscard]] std::string quoted(const std::string& text) const {
    return with_text_ ? boost::json::serialize(boost::json::string(text)) : std::string();
  }
  void write(std::string_view text) {
    object_.text += with_text_ && is_reading_ && size_ <= max_record_size ? text : "";
  }

  std::optional<json_place> place_{};
  bool with_text_ = false;
  visitor visit_{};
  std::vector<frame> frames_{}; // around the present value
  std::string path_{};
  std::string key_{};  // the last one
  std::string part_{}; // of a key or value
  bool is_reading_ = false;
  std::size_t depth_ = 0;       // of the object that is read
  std::size_t record_path_ = 0; // the size of its path
  std::size_t size_ = 0;        // in memory
  bool has_nul_ = false;
  json_object object_{};
};

/// Parses a source, as a whole or one line after the other.
class json_parser {
 public:
  json_parser(source& in, bool by_lines) : in_(in), by_lines_(by_lines) { in_.seek(0); }

  /// Walks through the next text. @return nothing if there is none
  [[nodiscard]] std::optional<json_walk> parse(json_walk start) {
    constexpr const char* white_space = " \t\r\n";
    for (std::size_t white = 1; white > 0;) {
      const std::string_view ahead = in_.peek();
      white = std::min(ahead.find_first_not_of(white_space), ahead.size());
      pass(ahead.substr(0, white));
    }
    if (in_.peek().empty()) {
      return std::nullopt;
    }
    boost::json::parse_options options;
    options.max_depth = 64;
    options.allow_invalid_utf8 = true; // see record_to_utf8
    boost::json::basic_parser<json_walk> parser(options, std::move(start));
    line = line_;
    error.clear();
    for (bool is_over = false; !is_over;) {
      std::string_view ahead = in_.peek();
      const std::size_t line_end = by_lines_ ? ahead.find('\n') : std::string_view::npos;
      is_over = ahead.empty() || line_end != std::string_view::npos;
      ahead = ahead.substr(0, line_end);
      boost::system::error_code bad;
      std::size_t used = error.empty() ? 0 : ahead.size(); // after an error, the line is skipped
      if (error.empty() && !parser.done()) {
        used = parser.write_some(!is_over, ahead.data(), ahead.size(), bad);
      }
      if (!bad && parser.done()) {
        used = std::min(ahead.find_first_not_of(white_space, used), ahead.size());
        bad = used < ahead.size() ? boost::json::error::extra_data : bad;
      }
      pass(ahead.substr(0, used));
      if (bad) {
        error = (by_lines_ ? "" : "line " + std::to_string(line_) + ", ") + "column " +
                std::to_string(column_) + ": " +
                (bad == boost::json::error::syntax && used < ahead.size()
                     ? "\"" + printable(ahead.substr(used, 1)) + "\" is not expected here"
                     : bad.message());
        pass(ahead.substr(used));
      }
      is_over = is_over || parser.handler().is_stopped || (bad && !by_lines_);
    }
    return std::move(parser.handler());
  }

  std::size_t line = 1; ///< the first one of the text
  std::string error{};  ///< the syntax error of the text, with its line and column; or empty

 private:
  void pass(std::string_view bytes) {
    const std::size_t end = bytes.rfind('\n');
    line_ += static_cast<std::size_t>(std::ranges::count(bytes, '\n'));
    column_ = end == std::string_view::npos ? column_ + bytes.size() : bytes.size() - end;
    in_.consume(bytes.size());
  }

  source& in_;
  bool by_lines_;
  std::size_t line_ = 1;
  std::size_t column_ = 1;
};

/// The place of the leads in a document, or the reason why it is not known.
/// @param wanted  a path from --list; "." is the document itself
[[nodiscard]] inline leadcore::result<json_place, std::string>
find_json_place(const json_walk& seen, const std::string& wanted) {
  std::vector<json_place> lists; // of people
  std::vector<json_place> maps;
  std::vector<std::string> others; // lists
  for (const auto& [path, each] : seen.containers) {
    const json_place place{path, each.is_list, !each.is_list, each.objects > 1};
    if (wanted.empty() ? path.empty() && each.is_list : path == wanted) {
      return place;
    }
    const auto role = find_role(path); // a list of phones or emails belongs to one lead
    if (each.objects == 0 || (role && is_phone_or_email(role->role))) {
      continue;
    }
    if (each.is_list && each.people == 0) {
      others.push_back(path);
    } else if (each.is_list) {
      lists.push_back(place);
    } else if (each.others == 0 && each.people == each.objects &&
               !(each.has_names && each.objects > 1)) {
      maps.push_back(place);
    }
  }
  const auto& found = lists.empty() ? maps : lists;
  const bool is_one_lead = seen.is_person ? lists.empty() : found.empty() && others.empty();
  if (wanted == "." || (wanted.empty() && is_one_lead)) {
    return json_place{};
  }
  if (wanted.empty() && found.size() == 1 && !seen.is_person) {
    return found.front();
  }
  std::vector<std::string> names;
  std::ranges::transform(found, std::back_inserter(names), &json_place::path);
  if (!wanted.empty()) {
    names.insert(names.end(), others.begin(), others.end());
    return leadcore::fail("there is no list \"" + printable(wanted) +
                          "\" in it; there are: " + shown_names(names));
  }
  if (found.empty()) {
    return leadcore::fail("no list in it has names, emails or phones; --list can name one of: " +
                          shown_names(others));
  }
  std::erase(names, std::string());
  return leadcore::fail("which of these are the leads: " + shown_names(names) +
                        (seen.is_person ? ", or is the document one lead (--list .)" : "") +
                        "? --list tells, such as --list " +
                        (names.empty() ? "." : shown_names({names.front()})));
}

} // namespace detail

/// JSON objects as the rows of a table.
class json_table final : public table {
 public:
  explicit json_table(source& in) : in_(in) {}

  /// Finds the objects: one a line (NDJSON), or those of a document's list. A text whose first line
  /// is an object and not all is read by lines, each judged by itself.
  /// @return the table, or the reason why the document cannot be read
  [[nodiscard]] static leadcore::result<std::unique_ptr<table>, std::string>
  open(source& in, const std::string& list) {
    auto made = std::make_unique<json_table>(in);
    detail::json_parser lines(in, true);
    auto seen = lines.parse({});
    made->by_lines_ = seen && lines.error.empty() && seen->containers.contains("") &&
                      !seen->containers.at("").is_list && lines.parse({});
    made->format = made->by_lines_ ? "NDJSON" : "JSON";
    if (!made->by_lines_) {
      made->unit = "record";
      detail::json_parser document(in, false);
      seen = document.parse({});
      if (!document.error.empty()) {
        return leadcore::fail("a syntax error: " + document.error);
      }
      auto place = detail::find_json_place(seen.value_or(detail::json_walk()), list);
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
    for_each_object([&](detail::json_object&& object, std::size_t line) {
      record out{line, {}, std::move(object.text), std::move(object.problem), false};
      if (!are_leads && out.problem.empty()) {
        out.fields.resize(header().size());
        for (const auto& [path, text] : object.values) {
          auto& field = out.fields[columns_.at(path)];
          field += field.empty() || text.empty() ? "" : list_separator;
          field += text;
        }
        record_to_utf8(out);
      }
      return visit(std::move(out));
    });
  }

 private:
  /// Gives each object to a function with its line or number, until it returns false.
  template <class Visit> void for_each_object(Visit visit) {
    detail::json_parser parser(in_, by_lines_);
    std::size_t number = 0;
    detail::json_object last; // of a line, which may still end in an error
    const auto take = [&](detail::json_object&& object) {
      last = std::move(object);
      return by_lines_ || visit(std::move(last), ++number);
    };
    for (bool goes_on = true; goes_on && parser.parse({place_, are_leads, take});) {
      if (!parser.error.empty()) {
        last = {{}, {}, "not JSON: " + parser.error};
      }
      goes_on = by_lines_ && visit(std::move(last), parser.line);
    }
  }

  /// @return why there are no columns; empty if there are
  [[nodiscard]] std::string find_header() {
    std::vector<std::string> names;
    std::string why; // the first problem
    for_each_object([&](const detail::json_object& object, std::size_t line) {
      for (const auto& [path, text] : object.values) {
        if (columns_.try_emplace(path, names.size()).second) {
          names.push_back(path);
        }
      }
      const bool is_too_wide = names.size() > max_columns;
      if (is_too_wide || (why.empty() && !object.problem.empty())) {
        why = unit + " " + std::to_string(line) + ": " +
              (is_too_wide
                   ? "there are more than " + std::to_string(max_columns) + " different columns"
                   : object.problem);
      }
      return !is_too_wide;
    });
    const auto listed = std::ranges::find_if(names, [this](const std::string& each) {
      const auto role =
          each.ends_with(".0") ? find_role(each.substr(0, each.size() - 2)) : std::nullopt;
      return role && is_name(role->role) &&
             columns_.contains(each.substr(0, each.size() - 1) + "1");
    });
    if (listed != names.end()) { // as pandas writes a table, unless told orient="records"
      return "it has a list for each column; an object for each person is needed";
    }
    if (names.empty() || names.size() > max_columns) {
      return why.empty() ? "there is no object with a value in it" : why;
    }
    // The values that no lead is without, and no others.
    const auto is_key = [](const std::string& name) {
      return name == "primaryPhone" || name == "primaryEmail" ||
             std::ranges::find(role_names, name) != role_names.end();
    };
    are_leads = std::ranges::all_of(names, is_key) &&
                std::ranges::all_of(
                    std::to_array({"id", "name", "contactId", "status", "createdAt", "updatedAt"}),
                    [this](const char* key) { return columns_.contains(key); });
    set_header(std::move(names));
    return "";
  }

  source& in_;
  bool by_lines_ = false;
  detail::json_place place_;
  std::unordered_map<std::string, std::size_t> columns_; // of paths
};

} // namespace demo

#endif
