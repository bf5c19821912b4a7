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

/// A list or object that no list encloses. The leads are its elements, or its members by id.
struct json_container {
  std::string path;
  bool is_list = false;
  std::size_t objects = 0;
  std::size_t others = 0;
  std::size_t people = 0; ///< objects with a name, email or phone
  bool has_names = false; ///< keys that are words for people or fields, and no ids
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
  /// @param place  if there is none, the document is an object
  json_walk(std::optional<json_container> place, bool with_text, visitor visit)
      : place_(std::move(place)), with_text_(with_text), visit_(std::move(visit)) {
    frames_[0].is_place = !place_;
  }

  std::map<std::string, json_container> containers{};
  bool is_stopped = false; ///< by the function
  /// Whether the document itself has a name, email or phone.
  [[nodiscard]] bool is_person() const { return frames_[0].is_person; }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) { return begin(false); }
  bool on_object_end(std::size_t, error_code&) { return end("}"); }
  bool on_array_begin(error_code&) { return begin(true); }
  bool on_array_end(std::size_t, error_code&) { return end("]"); }
  bool on_key_part(string_view part, std::size_t, error_code&) { return keep(part); }
  bool on_key(string_view part, std::size_t, error_code&) {
    keep(part);
    std::string key = std::exchange(part_, {});
    to_utf8(key);
    write((frames_.back().members++ == 0 ? "" : ",") + quoted(key) + ":");
    path_ += (path_.empty() ? "" : ".") + key;
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
  enum class kind : std::uint8_t { string, number, boolean, null, object, list };
  struct frame {
    bool is_list = false;
    std::size_t path = 0; // the size of its own
    bool is_place = false;
    json_container* counts = nullptr; // may stay so
    bool is_person = false;
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
    frame made{is_list, path_.size()};
    if (!is_reading_ && std::ranges::none_of(frames_, &frame::is_list)) {
      made.is_place = place_ && place_->is_list == is_list && place_->path == path_;
      if (!visit_ && containers.size() < max_containers && path_.size() <= longest_path) {
        made.counts = &containers.try_emplace(path_, json_container{path_, is_list}).first->second;
      }
    }
    frames_.push_back(made);
    write(is_list ? "[" : "{");
    return true;
  }
  bool end(const char* bracket) {
    const frame ended = frames_.back();
    frames_.pop_back();
    write(bracket);
    return end_value(ended.is_list ? kind::list : kind::object, ended.is_person);
  }
  bool value(string_view part, kind is = kind::number) {
    keep(part);
    begin_value(false);
    std::string text = std::exchange(part_, {});
    write(is == kind::string ? quoted(text) : text);
    if (is_reading_ && with_text_ && text.find('\0') != std::string::npos) {
      object_.problem = "the character NUL: no database stores it";
    }
    if (is_reading_ && is != kind::null) {
      text.resize(is == kind::boolean ? 0 : text.size());
      size_ += path_.size() + text.size() + sizeof object_.values[0];
      object_.values.emplace_back(path_.substr(std::min(record_path_, path_.size())),
                                  std::move(text));
    }
    if (size_ > max_record_size) {
      object_ = {{}, {}, "longer than 4 MiB"};
    }
    return end_value(is, false);
  }
  void begin_value(bool is_object) {
    frame& parent = frames_.back();
    write(parent.is_list && parent.members++ > 0 ? "," : "");
    path_ += parent.is_list && is_object ? "[]" : "";
    if (parent.is_place) {
      is_reading_ = true;
      record_path_ = path_.size() + (path_.empty() ? 0 : 1);
    }
  }
  bool end_value(kind is, bool is_person) {
    const frame& parent = frames_.back();
    if (parent.is_place) {
      is_reading_ = false;
      size_ = 0;
      object_ = is == kind::object ? std::move(object_) : json_object{{}, {}, "not a JSON object"};
      auto& values = object_.values; // the key is the id, unless the object has one
      const std::string key(key_in(parent));
      if (place_ && !place_->is_list &&
          (place_->objects > 1 || std::ranges::any_of(key, is_digit)) &&
          std::ranges::find(values, "id", &decltype(object_.values)::value_type::first) ==
              values.end()) {
        values.emplace(values.begin(), "id", key);
      }
      is_stopped = is_stopped || !visit_(std::exchange(object_, {}));
    } else if (!visit_) {
      count(is, is_person);
    }
    path_.resize(parent.path);
    return true;
  }
  /// The key of the present value.
  [[nodiscard]] std::string_view key_in(const frame& object) const {
    return std::string_view(path_).substr(
        std::min(object.path + (object.path == 0 ? 0 : 1), path_.size()));
  }
  /// An object with a text under the name of a name, email or phone is a person; so is one with
  /// such an object, under such a name or one as "properties".
  void count(kind is, bool is_person) {
    frame& parent = frames_.back();
    const bool is_object = is == kind::object;
    if ((is <= kind::number || is_object) && !parent.is_list && !parent.is_person) {
      const auto key = key_in(parent);
      const bool is_around = is_object && (key.empty() || find_word("object", key));
      parent.is_person = is_around ? is_person : is_contact(key);
    }
    if (parent.counts != nullptr) {
      const auto is_key = [key = key_in(parent)](auto list) { return find_word(list, key); };
      ++(is_object ? parent.counts->objects : parent.counts->others);
      parent.counts->people += is_person ? 1U : 0U;
      parent.counts->has_names =
          parent.counts->has_names || is_key("object") || is_key("user") || is_key("company");
    }
  }
  [[nodiscard]] static bool is_contact(std::string_view key) {
    const auto found = find_role(key);
    return found && (is_name(found->role) || is_phone_or_email(found->role)) &&
           found->role != column_role::middle_name;
  }

  [[nodiscard]] std::string quoted(const std::string& text) const {
    return with_text_ ? boost::json::serialize(boost::json::string(text)) : std::string();
  }
  void write(std::string_view text) {
    object_.text += with_text_ && is_reading_ && size_ <= max_record_size ? text : "";
  }

  std::optional<json_container> place_{};
  bool with_text_ = false;
  visitor visit_{};
  std::vector<frame> frames_{1}; // around the present value; the first is around the document
  std::string path_{};
  std::string part_{}; // of a key or value
  bool is_reading_ = false;
  std::size_t record_path_ = 0; // where paths begin in it
  std::size_t size_ = 0;        // in memory
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
[[nodiscard]] inline leadcore::result<std::optional<json_container>, std::string>
find_json_place(const json_walk& seen, const std::string& wanted) {
  std::vector<json_container> lists; // of people
  std::vector<json_container> maps;
  std::vector<json_container> others; // lists
  for (const auto& [path, each] : seen.containers) {
    if (wanted.empty() ? path.empty() && each.is_list : path == wanted) {
      return each;
    }
    const auto role = find_role(path); // a list of phones or emails belongs to one lead
    if (each.objects == 0 || (role && is_phone_or_email(role->role))) {
      continue;
    }
    if (each.is_list) {
      (each.people > 0 ? lists : others).push_back(each);
    } else if (each.others == 0 && each.people == each.objects &&
               !(each.has_names && each.objects > 1)) {
      maps.push_back(each);
    }
  }
  auto found = !lists.empty() ? lists : !maps.empty() ? maps : std::exchange(others, {});
  const bool is_one_lead = seen.is_person() ? lists.empty() : found.empty();
  if (wanted == "." || (wanted.empty() && is_one_lead)) {
    return std::nullopt;
  }
  if (wanted.empty() && found.size() == 1 && !seen.is_person()) {
    return found.front();
  }
  found.insert(found.end(), others.begin(), others.end());
  std::vector<std::string> names;
  for (const auto& each : found) {
    names.push_back(each.path.empty() ? "." : each.path);
  }
  return leadcore::fail(
      (wanted.empty() ? "which of these are the leads: "
                      : "there is no list \"" + printable(wanted) + "\" in it; there are: ") +
      shown_names(names) + (seen.is_person() ? ", or is the document one lead (--list .)" : "") +
      "? --list tells, such as --list " + shown_names({names.empty() ? "." : names.front()}));
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
      auto place = document.error.empty()
                       ? detail::find_json_place(seen.value_or(detail::json_walk()), list)
                       : leadcore::fail("a syntax error: " + document.error);
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
      if (why.empty() && !object.problem.empty()) {
        why = unit + " " + std::to_string(line) + ": " + object.problem;
      }
      return names.size() <= max_columns;
    });
    if (names.empty()) {
      return why.empty() ? "there is no object with a value in it" : why;
    }
    if (std::ranges::any_of(names, [](std::string_view name) { // as pandas writes a table
          const bool is_first = name.ends_with(".0");
          const auto role = is_first ? find_role(name.substr(0, name.size() - 2)) : std::nullopt;
          return role && is_name(role->role);
        })) {
      return "it has a list for each column; an object for each person is needed";
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
  std::optional<detail::json_container> place_;
  std::unordered_map<std::string, std::size_t> columns_; // of paths
};

} // namespace demo

#endif
