// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_JSON_DETAIL_LEAD_HANDLER_HPP
#define LEADCORE_JSON_DETAIL_LEAD_HANDLER_HPP

// The event handler of Boost.JSON's parser. Builds leads without a document tree.

#include <leadcore/json/detail/value_reader.hpp>
#include <leadcore/json/error.hpp>
#include <leadcore/json/read_options.hpp>
#include <leadcore/model/error.hpp>
#include <leadcore/model/field.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/validate.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/version.hpp>

#include <boost/json/basic_parser.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// The wire names of a Hana struct's fields, in its order.
template <class Record>
inline constexpr auto wire_names = [] {
  std::array<std::string_view, field_count<Record>> names{};
  std::size_t i = 0;
  leadcore::for_each_field<Record>([&](auto each) { names[i++] = each.wire_name(); });
  return names;
}();

/// Calls visit with the I-th field.
template <class Record, class Visit> void visit_field(std::size_t place, Visit&& visit) {
  std::size_t i = 0;
  leadcore::for_each_field<Record>([&](auto each) {
    if (i++ == place) {
      visit(each);
    }
  });
}

/// The kind of document.
enum class json_document : std::uint8_t { lead, leads, page };

/// A Boost.JSON handler: a state machine over the structure of the contract.
class lead_json_handler {
 public:
  using error_code = boost::json::error_code;
  using text_view = boost::json::string_view;
  static constexpr std::size_t max_array_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_object_size = max_array_size;
  static constexpr std::size_t max_string_size = max_array_size;
  static constexpr std::size_t max_key_size = max_array_size;

  lead_json_handler(json_document document, const json_read_options& options)
      : options_(options), document_(document) {}

  std::vector<lead> leads;
  leadcore::pagination pagination{};
  json_errors errors;

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
    return keep(part) && go_on(key(), ec);
  }
  bool on_string_part(text_view part, std::size_t, error_code&) { return keep(part); }
  bool on_string(text_view part, std::size_t, error_code& ec) {
    keep(part);
    const std::string text = std::exchange(text_, {});
    return scalar({.is = json_scalar::kind::text, .boolean = false, .number = 0, .text = text}, ec);
  }
  bool on_number_part(text_view, error_code&) { return true; }
  bool on_int64(std::int64_t number, text_view, error_code& ec) {
    return number < 0 ? other_number(ec) : integer(static_cast<std::uint64_t>(number), ec);
  }
  bool on_uint64(std::uint64_t number, text_view, error_code& ec) { return integer(number, ec); }
  bool on_double(double, text_view, error_code& ec) { return other_number(ec); }
  bool on_bool(bool boolean, error_code& ec) {
    return scalar({.is = json_scalar::kind::boolean, .boolean = boolean, .number = 0, .text = {}},
                  ec);
  }
  bool on_null(error_code& ec) { return scalar({}, ec); }
  bool on_comment_part(text_view, error_code&) {
    return true;
  } // never called: comments are not JSON
  bool on_comment(text_view, error_code&) { return true; }

 private:
  enum class place : std::uint8_t { page, data, lead, list, pagination };
  static constexpr std::size_t no_member = static_cast<std::size_t>(-1);
  static constexpr std::size_t data_member = 0; // of a page
  static constexpr std::size_t pagination_member = 1;
  static constexpr std::array<std::string_view, 2> page_keys{field<"data">.wire_name(),
                                                             field<"pagination">.wire_name()};
  static_assert(field_count<lead> <= 32, "leadcore: seen has a bit for each field");

  /// An array or object that is open.
  struct frame {
    place where{};
    std::size_t pointer_size = 0;   // of its own path
    std::size_t next = 0;           // of an array: the index of the next element
    std::size_t member = no_member; // of an object: the index of its last key among the known ones
    std::uint32_t seen = 0;         // of an object: its known keys so far, a bit each
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
  bool integer(std::uint64_t number, error_code& ec) {
    return scalar(
        {.is = json_scalar::kind::unsigned_integer, .boolean = false, .number = number, .text = {}},
        ec);
  }
  bool other_number(error_code& ec) {
    return scalar(
        {.is = json_scalar::kind::other_number, .boolean = false, .number = 0, .text = {}}, ec);
  }

  // Each of these returns false when reading must stop. ---------------------------------------

  [[nodiscard]] bool report(json_error&& error) {
    if (errors.size() >= options_.max_errors) {
      errors.push_back({json_errc::too_many_errors, pointer_, {}, {}, {}, 0});
      return false;
    }
    errors.push_back(std::move(error));
    return true;
  }
  [[nodiscard]] bool wrong_type(std::string allowed, std::string_view value = {}) {
    return report({json_errc::wrong_type, pointer_, std::string(value), std::move(allowed), {}, 0});
  }

  [[nodiscard]] static std::string_view keys_at(place where, std::size_t i) {
    return where == place::page
               ? page_keys[i]
               : (where == place::lead ? wire_names<lead>[i] : wire_names<leadcore::pagination>[i]);
  }
  [[nodiscard]] static constexpr std::size_t key_count(place where) noexcept {
    return where == place::page
               ? page_keys.size()
               : (where == place::lead ? field_count<lead> : field_count<leadcore::pagination>);
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
    for (std::size_t i = 0; i < key_count(top.where); ++i) {
      if (keys_at(top.where, i) == name) {
        const std::uint32_t bit = std::uint32_t{1} << i;
        if ((top.seen & bit) != 0) {
          return report({json_errc::duplicate_key, pointer_, {}, "each key once", {}, 0});
        }
        top.seen |= bit;
        top.member = i;
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
    return report({json_errc::unknown_key, pointer_, {}, std::move(allowed), {}, 0});
  }

  /// Adds a reference token to the path.
  /// @par Source  RFC 6901 clause 3.
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
      return wrong_type(allowed_root(), value.text);
    }
    switch (frame& top = frames_.back(); top.where) {
    case place::page:
      return top.member == no_member || wrong_type(allowed_in_page(top.member), value.text);
    case place::data:
      return wrong_type("a lead", value.text);
    case place::lead:
      return member(leads.back(), value);
    case place::pagination:
      return member(pagination, value);
    case place::list:
      break;
    }
    // A value of another type takes an index too, for the paths of later elements.
    list_->emplace_back(value.text);
    return value.is == json_scalar::kind::text ||
           wrong_type(std::string(json_reading<std::string>::allowed));
  }

  template <class Record> [[nodiscard]] bool member(Record& record, const json_scalar& value) {
    bool more = true;
    visit_field<Record>(frames_.back().member, [&](auto each) {
      auto& target = each.in(record);
      using type = std::remove_reference_t<decltype(target)>;
      if (const json_check refused = json_reading<type>::read(value, target)) {
        more = report({refused->code, pointer_, std::string(value.text), allowed_json<type>(),
                       std::string(refused->detail), 0});
      }
    });
    return more;
  }

  [[nodiscard]] bool begin(bool array) {
    if (skipping_ != 0) {
      ++skipping_;
      return true;
    }
    step();
    if (frames_.empty()) {
      if (array ? document_ == json_document::leads : document_ != json_document::lead) {
        open(array ? place::data : place::page);
        return true;
      }
      if (!array && document_ == json_document::lead) {
        open_lead();
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
        return skip(wrong_type("a lead"));
      }
      open_lead();
      return true;
    case place::lead: {
      bool more = true;
      list_ = nullptr;
      visit_field<lead>(top.member, [&](auto each) {
        auto& target = each.in(leads.back());
        using type = std::remove_reference_t<decltype(target)>;
        if constexpr (std::same_as<type, std::vector<std::string>>) {
          if (array) {
            list_ = &target;
            return;
          }
        }
        more = wrong_type(allowed_json<type>());
      });
      if (list_ == nullptr) {
        return skip(more);
      }
      open(place::list);
      return true;
    }
    case place::pagination: {
      bool more = true;
      visit_field<leadcore::pagination>(top.member, [&](auto each) {
        more = wrong_type(allowed_json<std::remove_reference_t<decltype(each.in(pagination))>>());
      });
      return skip(more);
    }
    case place::list:
      break;
    }
    list_->emplace_back();
    return skip(wrong_type(std::string(json_reading<std::string>::allowed)));
  }
  [[nodiscard]] bool skip(bool more) {
    skipping_ = 1;
    return more;
  }
  void open(place where) { frames_.push_back({where, pointer_.size(), 0, no_member, 0}); }
  void open_lead() {
    open(place::lead);
    leads.emplace_back();
    errors_before_lead_ = errors.size();
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
    case place::lead:
      return missing_keys(closed,
                          [&](std::size_t i) {
                            bool nullable = false;
                            visit_field<lead>(i, [&]<fixed_string Name>(field_constant<Name>) {
                              nullable = is_nullable_field<Name>;
                            });
                            return nullable && options_.allow_missing_nullable;
                          }) &&
             check_lead();
    case place::data:
    case place::list:
      break;
    }
    return true;
  }

  template <class MayLack>
  [[nodiscard]] bool missing_keys(const frame& closed, MayLack&& may_lack) {
    const std::size_t size = pointer_.size();
    for (std::size_t i = 0; i < key_count(closed.where); ++i) {
      if ((closed.seen >> i & 1U) == 0 && !may_lack(i)) {
        append_token(keys_at(closed.where, i));
        if (!report(
                {json_errc::missing_key, pointer_, {}, allowed_member(closed.where, i), {}, 0})) {
          return false;
        }
        pointer_.resize(size);
      }
    }
    return true;
  }
  [[nodiscard]] std::string allowed_member(place where, std::size_t i) {
    if (where == place::page) {
      return std::string(allowed_in_page(i));
    }
    std::string allowed;
    const auto take = [&](auto record) {
      visit_field<typename decltype(record)::type>(i, [&](auto each) {
        allowed = allowed_json<std::remove_cvref_t<decltype(each.in(
            std::declval<typename decltype(record)::type&>()))>>();
      });
    };
    where == place::lead ? take(std::type_identity<lead>{})
                         : take(std::type_identity<leadcore::pagination>{});
    return allowed;
  }
  [[nodiscard]] static std::string allowed_in_page(std::size_t member) {
    return member == data_member ? "an array of leads" : "an object";
  }
  [[nodiscard]] std::string allowed_root() const {
    return document_ == json_document::lead   ? "a lead"
           : document_ == json_document::page ? "an answer with data and pagination"
                                              : "an array of leads, or an answer with data";
  }

  /// Validates a complete lead. Values that could not be read are not reported again.
  [[nodiscard]] bool check_lead() {
    lead_errors broken;
    if (options_.normalise) {
      auto normal = normalise_lead(leads.back(), options_.contacts);
      if (normal.has_value()) {
        leads.back() = *std::move(normal);
      } else {
        broken = std::move(normal.error());
      }
    } else {
      broken = validate(leads.back(), options_.contacts.emails);
    }
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
                           std::string(allowed_by(each.code)), std::move(each.detail), 0});
      pointer_.resize(size);
      if (!more) {
        return false;
      }
    }
    return true;
  }
  [[nodiscard]] bool reported_at(std::string_view pointer, std::size_t judged) const {
    return std::any_of(errors.begin() + static_cast<std::ptrdiff_t>(errors_before_lead_),
                       errors.begin() + static_cast<std::ptrdiff_t>(judged),
                       [&](const json_error& each) { return each.pointer == pointer; });
  }
  [[nodiscard]] bool reported_inside(std::string_view pointer, std::size_t judged) const {
    return std::any_of(
        errors.begin() + static_cast<std::ptrdiff_t>(errors_before_lead_),
        errors.begin() + static_cast<std::ptrdiff_t>(judged), [&](const json_error& each) {
          return std::string_view(each.pointer).starts_with(pointer) &&
                 (each.pointer.size() == pointer.size() || each.pointer[pointer.size()] == '/');
        });
  }

  const json_read_options& options_;
  json_document document_;
  bool stopped_ = false;
  std::vector<frame> frames_;
  std::string pointer_;
  std::string text_;
  std::vector<std::string>* list_ = nullptr; // the member that the open list fills
  std::size_t skipping_ = 0; // arrays and objects open inside a value that is not read
  std::size_t errors_before_lead_ = 0;
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
