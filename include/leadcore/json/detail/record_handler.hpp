// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_JSON_DETAIL_RECORD_HANDLER_HPP
#define LEADCORE_JSON_DETAIL_RECORD_HANDLER_HPP

// The event handler of Boost.JSON's parser. Builds records without a document tree.

#include <leadcore/json/detail/value_reader.hpp>
#include <leadcore/json/error.hpp>
#include <leadcore/json/read_options.hpp>
#include <leadcore/model/error.hpp>
#include <leadcore/model/field.hpp>
#include <leadcore/model/validate.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/version.hpp>

#include <boost/json/basic_parser.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// The kind of document.
enum class json_document : std::uint8_t { record, records, page };

/// The records that are read, without their type.
struct json_record_type {
  std::span<const json_field> fields;
  std::string_view one;  ///< in words: a lead
  std::string_view many; ///< leads
  /// Appends an empty record to a std::vector of them.
  void* (*append)(void* records);
  /// The broken invariants of a complete record, which may be normalised.
  lead_errors (*check)(void* record, const json_read_options&);
};

/// A Boost.JSON handler: a state machine over the structure of the document.
class record_json_handler {
 public:
  using error_code = boost::json::error_code;
  using text_view = boost::json::string_view;
  static constexpr std::size_t max_array_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_object_size = max_array_size;
  static constexpr std::size_t max_string_size = max_array_size;
  static constexpr std::size_t max_key_size = max_array_size;

  /// @param records  a std::vector of the records
  record_json_handler(json_document document, const json_record_type& type, void* records,
                      const json_read_options& options)
      : options_(options), type_(type), records_(records), document_(document) {}
  record_json_handler(const record_json_handler&) = delete;
  record_json_handler& operator=(const record_json_handler&) = delete;

  leadcore::pagination pagination{};
  json_errors errors{};

  /// The path of the current value.
  [[nodiscard]] const std::string& pointer() const noexcept { return pointer_; }
  /// True after reading stopped because of too many errors.
  [[nodiscard]] bool stopped() const noexcept { return stopped_; }

  // Events of Boost.JSON. ---------------------------------------------------------------------
  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_array_begin(error_code& ec) { return go_on(begin(true), ec); }
  bool on_array_end(std::size_t, error_code& ec) { return go_on(end(), ec); }
  bool on_object_begin(error_code& ec) { return go_on(begin(false), ec); }
  bool on_object_end(std::size_t, error_code& ec) { return go_on(end(), ec); }
  bool on_key_part(text_view part, std::size_t, error_code&) { return keep(part); }
  bool on_key(text_view part, std::size_t, error_code& ec) {
    keep(part);
    return go_on(key(), ec);
  }
  bool on_string_part(text_view part, std::size_t, error_code&) { return keep(part); }
  bool on_string(text_view part, std::size_t, error_code& ec) {
    keep(part);
    const std::string text = std::exchange(text_, {});
    return scalar({.is = json_scalar::kind::text, .boolean = false, .text = text}, ec);
  }
  bool on_number_part(text_view part, error_code&) { return keep(part); }
  bool on_int64(std::int64_t, text_view part, error_code& ec) { return number(part, ec); }
  bool on_uint64(std::uint64_t, text_view part, error_code& ec) { return number(part, ec); }
  bool on_double(double, text_view part, error_code& ec) { return number(part, ec); }
  bool on_bool(bool boolean, error_code& ec) {
    return scalar({.is = json_scalar::kind::boolean, .boolean = boolean, .text = {}}, ec);
  }
  bool on_null(error_code& ec) { return scalar({}, ec); }
  bool on_comment_part(text_view, error_code&) {
    return true;
  } // never called: comments are not JSON
  bool on_comment(text_view, error_code&) { return true; }

 private:
  enum class place : std::uint8_t { page, data, record, list, pagination };
  static constexpr std::size_t no_member = static_cast<std::size_t>(-1);
  static constexpr std::size_t data_member = 0; // of a page
  static constexpr std::size_t pagination_member = 1;
  static constexpr std::array<std::string_view, 2> page_keys{field<"data">.wire_name(),
                                                             field<"pagination">.wire_name()};

  /// An array or object that is open.
  struct frame {
    place where{};
    std::size_t pointer_size = 0; // of its own path
    std::size_t next = 0; // of an array: the index of the next element; of an object: that of its
                          // next key, if they are in order
    std::size_t member = no_member; // of an object: the index of its last key among the known ones
    std::size_t first_seen = 0;     // of an object: where seen_ has its keys
  };

  bool keep(text_view part) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool go_on(bool more, error_code& ec) {
    if (!more) {
      stopped_ = true;
      ec = boost::json::make_error_code(
          boost::json::error::exception); // any error; the caller checks stopped()
    }
    return more;
  }
  /// The value is read from the digits, since the parser's double may be off by a bit.
  bool number(text_view part, error_code& ec) {
    keep(part);
    const std::string digits = std::exchange(text_, {});
    return scalar({.is = json_scalar::kind::number, .boolean = false, .text = digits}, ec);
  }

  // Each of these returns false when reading must stop. ---------------------------------------

  [[nodiscard]] bool report(json_error&& error) {
    if (errors.size() >= options_.max_errors) {
      errors.push_back({json_errc::too_many_errors, pointer_, {}, {}, {}});
      return false;
    }
    errors.push_back(std::move(error));
    return true;
  }
  [[nodiscard]] bool wrong_type(std::string allowed, std::string_view value = {}) {
    return report({json_errc::wrong_type, pointer_, std::string(value), std::move(allowed), {}});
  }

  /// The fields of an object that is a record or a pagination.
  [[nodiscard]] std::span<const json_field> fields_of(place where) const noexcept {
    return where == place::record ? type_.fields : json_fields<leadcore::pagination>;
  }
  [[nodiscard]] std::string_view keys_at(place where, std::size_t i) const noexcept {
    return where == place::page ? page_keys[i] : fields_of(where)[i].name;
  }
  [[nodiscard]] std::size_t key_count(place where) const noexcept {
    return where == place::page ? page_keys.size() : fields_of(where).size();
  }

  [[nodiscard]] bool key() {
    const std::string name = std::exchange(text_, {});
    if (skipping_ != 0) {
      return true;
    }
    frame& top = frames_.back();
    pointer_.resize(top.pointer_size);
    append_token(name);
    top.member = no_member;
    const std::size_t count = key_count(top.where);
    for (std::size_t tried = 0, i = top.next; tried < count; ++tried, ++i) {
      i = i < count ? i : 0;
      if (keys_at(top.where, i) == name) {
        if (seen_[top.first_seen + i] != 0) {
          return report({json_errc::duplicate_key, pointer_, {}, "each key once", {}});
        }
        seen_[top.first_seen + i] = 1;
        top.member = i;
        top.next = i + 1;
        return true;
      }
    }
    if (options_.ignore_unknown_keys) {
      return true;
    }
    std::string allowed;
    for (std::size_t i = 0; i < key_count(top.where); ++i) {
      allowed += allowed.empty() ? "" : ", ";
      allowed += keys_at(top.where, i);
    }
    return report({json_errc::unknown_key, pointer_, {}, std::move(allowed), {}});
  }

  /// Adds a reference token to the path.
  /// @par Source
  /// RFC 6901 clause 3.
  void append_token(std::string_view token) {
    pointer_ += '/';
    for (const char c : token) {
      if (c == '~' || c == '/') {
        pointer_ += c == '~' ? "~0" : "~1";
      } else {
        pointer_ += c;
      }
    }
  }
  /// Called before each value: the path of an array's element.
  void step() {
    if (!frames_.empty() &&
        (frames_.back().where == place::data || frames_.back().where == place::list)) {
      pointer_.resize(frames_.back().pointer_size);
      append_token(std::to_string(frames_.back().next++));
    }
  }

  bool scalar(const json_scalar& value, error_code& ec) { return go_on(scalar(value), ec); }
  [[nodiscard]] bool scalar(const json_scalar& value) {
    if (skipping_ != 0) {
      return true;
    }
    step();
    if (frames_.empty()) {
      return wrong_type(allowed_root(), text_of(value));
    }
    switch (frame& top = frames_.back(); top.where) {
    case place::page:
      return top.member == no_member || wrong_type(allowed_in_page(top.member), text_of(value));
    case place::data:
      return wrong_type(std::string(type_.one), text_of(value));
    case place::record:
      return member(record_, value);
    case place::pagination:
      return member(&pagination, value);
    case place::list:
      break;
    }
    // A value of another type takes an index too, for the paths of later elements.
    list_->add(text_of(value), record_);
    return value.is == json_scalar::kind::text || wrong_type(allowed_json<std::string_view>());
  }
  /// The text of a text; none of other values.
  [[nodiscard]] static std::string_view text_of(const json_scalar& value) noexcept {
    return value.is == json_scalar::kind::text ? value.text : std::string_view{};
  }

  [[nodiscard]] bool member(void* record, const json_scalar& value) {
    const frame& top = frames_.back();
    if (top.member == no_member) {
      return true;
    }
    const json_field& read = fields_of(top.where)[top.member];
    const json_check refused = read.read(value, record);
    return !refused || report({refused->code, pointer_, std::string(text_of(value)), read.allowed(),
                               std::string(refused->detail)});
  }

  [[nodiscard]] bool begin(bool array) {
    if (skipping_ != 0) {
      ++skipping_;
      return true;
    }
    step();
    if (frames_.empty()) {
      if (array ? document_ == json_document::records : document_ != json_document::record) {
        open(array ? place::data : place::page);
        return true;
      }
      if (!array) {
        open_record();
        return true;
      }
      return skip(wrong_type(allowed_root()));
    }
    switch (frame& top = frames_.back(); top.where) {
    case place::page:
      if (top.member == no_member) {
        return skip(true);
      }
      if (array != (top.member == data_member)) {
        return skip(wrong_type(allowed_in_page(top.member)));
      }
      if (array) {
        open(place::data);
        return true;
      }
      if (document_ != json_document::page) {
        return skip(true);
      }
      open(place::pagination);
      return true;
    case place::data:
      if (array) {
        return skip(wrong_type(std::string(type_.one)));
      }
      open_record();
      return true;
    case place::record:
    case place::pagination: {
      if (top.member == no_member) {
        return skip(true);
      }
      const json_field& read = fields_of(top.where)[top.member];
      if (!array || read.add == nullptr) {
        return skip(wrong_type(read.allowed()));
      }
      list_ = &read;
      open(place::list);
      return true;
    }
    case place::list:
      break;
    }
    list_->add({}, record_);
    return skip(wrong_type(allowed_json<std::string_view>()));
  }
  [[nodiscard]] bool skip(bool more) {
    skipping_ = 1;
    return more;
  }
  void open(place where) {
    frames_.push_back({where, pointer_.size(), 0, no_member, seen_.size()});
    if (where != place::data && where != place::list) {
      seen_.resize(seen_.size() + key_count(where));
    }
  }
  void open_record() {
    open(place::record);
    record_ = type_.append(records_);
    errors_before_record_ = errors.size();
  }

  [[nodiscard]] bool end() {
    if (skipping_ != 0) {
      --skipping_;
      return true;
    }
    const frame closed = frames_.back();
    frames_.pop_back();
    pointer_.resize(closed.pointer_size);
    switch (closed.where) {
    case place::page:
      return missing_keys(closed, [&](std::size_t i) {
        return i == pagination_member && document_ != json_document::page;
      });
    case place::pagination:
      return missing_keys(closed, [](std::size_t) { return false; });
    case place::record:
      return missing_keys(closed,
                          [&](std::size_t i) {
                            const json_field& lacking = type_.fields[i];
                            const bool is_null =
                                lacking.is_nullable && options_.allow_missing_nullable;
                            if (is_null) { // whatever the record's default
                              static_cast<void>(lacking.read({}, record_));
                            }
                            return is_null;
                          }) &&
             check_record();
    case place::data:
    case place::list:
      break;
    }
    return true;
  }

  /// Reports the keys that an object lacks, and forgets those it has.
  template <class MayLack>
  [[nodiscard]] bool missing_keys(const frame& closed, MayLack&& may_lack) {
    const std::size_t size = pointer_.size();
    for (std::size_t i = 0; i < key_count(closed.where); ++i) {
      if (seen_[closed.first_seen + i] == 0 && !may_lack(i)) {
        append_token(keys_at(closed.where, i));
        if (!report({json_errc::missing_key, pointer_, {}, allowed_member(closed.where, i), {}})) {
          return false;
        }
        pointer_.resize(size);
      }
    }
    seen_.resize(closed.first_seen);
    return true;
  }
  [[nodiscard]] std::string allowed_member(place where, std::size_t i) const {
    return where == place::page ? allowed_in_page(i) : fields_of(where)[i].allowed();
  }
  [[nodiscard]] std::string allowed_in_page(std::size_t member) const {
    return member == data_member ? "an array of " + std::string(type_.many) : "an object";
  }
  [[nodiscard]] std::string allowed_root() const {
    return document_ == json_document::record ? std::string(type_.one)
           : document_ == json_document::page
               ? "an answer with data and pagination"
               : "an array of " + std::string(type_.many) + ", or an answer with data";
  }

  /// Judges a complete record. Values that could not be read are not reported again.
  [[nodiscard]] bool check_record() {
    lead_errors broken = type_.check(record_, options_);
    const std::size_t size = pointer_.size();
    const std::size_t judged = errors.size();
    for (lead_error& each : broken) {
      if (each.code == lead_errc::primary_not_listed ||
          (each.code == lead_errc::duplicate_value && each.value.empty())) {
        const bool phone = each.field == field<"primary_phone">.wire_name() ||
                           each.field == field<"phones">.wire_name();
        append_token(phone ? field<"phones">.wire_name() : field<"emails">.wire_name());
        const bool list_unknown = reported_inside(pointer_, judged);
        pointer_.resize(size);
        if (list_unknown) {
          continue;
        }
      }
      append_token(each.field);
      if (each.index) {
        append_token(std::to_string(*each.index));
      }
      const bool known = reported_at(pointer_, judged);
      const bool more =
          known || report({to_json_errc(each.code), pointer_, std::move(each.value),
                           std::string(allowed_by(each.code)), std::move(each.detail)});
      pointer_.resize(size);
      if (!more) {
        return false;
      }
    }
    return true;
  }
  [[nodiscard]] bool reported_at(std::string_view pointer, std::size_t judged) const {
    return std::any_of(errors.begin() + static_cast<std::ptrdiff_t>(errors_before_record_),
                       errors.begin() + static_cast<std::ptrdiff_t>(judged),
                       [&](const json_error& each) { return each.pointer == pointer; });
  }
  [[nodiscard]] bool reported_inside(std::string_view pointer, std::size_t judged) const {
    return std::any_of(
        errors.begin() + static_cast<std::ptrdiff_t>(errors_before_record_),
        errors.begin() + static_cast<std::ptrdiff_t>(judged), [&](const json_error& each) {
          return std::string_view(each.pointer).starts_with(pointer) &&
                 (each.pointer.size() == pointer.size() || each.pointer[pointer.size()] == '/');
        });
  }

  const json_read_options& options_;
  const json_record_type& type_;
  void* records_;
  json_document document_;
  bool stopped_ = false;
  std::vector<frame> frames_{};
  std::vector<char> seen_{}; // for each known key of the open objects: 1 once it was read
  std::string pointer_{};
  std::string text_{};
  void* record_ = nullptr;           // the last record
  const json_field* list_ = nullptr; // the field that the open list fills
  std::size_t skipping_ = 0;         // arrays and objects open inside a value that is not read
  std::size_t errors_before_record_ = 0;
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
