// SPDX-License-Identifier: BSL-1.0
#include "verify/laws.hpp"

#include "support/answers/query.hpp"
#include "verify/library.hpp"
#include "verify/progress.hpp"

#include <leadcore/json/write.hpp>
#include <leadcore/testing/drawing.hpp>

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <set>
#include <utility>

namespace leadcore::verify {

namespace {

using namespace leadcore::test_support;
using testing::drawing;

/// The profiles that change the answer of a call.
const std::multimap<std::string, std::string, std::less<>> profiles_of_calls{
    {"parse_email", "allow_utf8"},     {"validate_lead", "allow_utf8"},
    {"normalise_lead", "allow_utf8"},  {"parse_query", "clamp"},
    {"parse_query", "ignore_unknown"}, {"sort", "nulls_first"},
    {"list", "nulls_first"},           {"list", "clamp"},
    {"list", "ignore_unknown"}};

void draw_profiles(drawing& from, const claims& by, std::string_view call, json::object& in) {
  json::array chosen;
  for (auto [at, end] = profiles_of_calls.equal_range(call); at != end; ++at) {
    if (from.below(3) == 1 && by.profiles.contains(at->second)) {
      chosen.emplace_back(at->second);
    }
  }
  if (!chosen.empty()) {
    in["profiles"] = std::move(chosen);
  }
}

/// A total, a page or a size where something ends.
std::uint64_t draw_count(drawing& from, std::uint64_t most) {
  constexpr auto ends = std::to_array<std::uint64_t>({0, 1, 2, 50, 100, 1U << 16U, 1ULL << 31U,
                                                      1ULL << 32U, 1ULL << 53U, 1ULL << 63U,
                                                      std::numeric_limits<std::uint64_t>::max()});
  const std::uint64_t end = from.one_of(ends) + from.below(5) - 2; // wraps around
  return from.below(3) == 0 ? std::min(end % 1000, most) : std::min(end, most);
}

/// Gives some rows the same sort keys, and ids whose order depends on what is compared.
void draw_ties(drawing& from, std::vector<lead>& rows) {
  constexpr auto ends =
      std::to_array<std::string_view>({"\U0001F600", "\uFFFD", "\uE000", "\U00010000", "Z", "a",
                                       "\xC3\xA9", "e\xCC\x81", "10", "9"});
  for (lead& each : rows) {
    if (from.below(3) != 0) {
      each.next_call_at = rows.front().next_call_at;
      each.created_at = rows.front().created_at;
      each.id = from.one_of(ends);
    }
  }
  testing::make_ids_distinct(rows);
}

/// A time whose parts are mostly valid, and often the first or last valid ones.
std::string draw_time(drawing& from) {
  using parts = std::array<std::string_view, 8>;
  constexpr std::array<parts, 14> all{
      parts{"2026", "2024", "1970", "2000", "1900", "0001", "9999", "0000"},
      parts{"-", "-", "-", "-", "-", "-", "-", "/"},
      parts{"01", "02", "04", "12", "02", "02", "00", "13"},
      parts{"-", "-", "-", "-", "-", "-", "-", ":"},
      parts{"01", "28", "29", "30", "31", "02", "00", "32"},
      parts{"T", "T", "T", "T", "t", "T", " ", "_"},
      parts{"00", "23", "12", "09", "01", "19", "24", "25"},
      parts{":", ":", ":", ":", ":", ":", ":", "."},
      parts{"00", "59", "30", "01", "09", "10", "60", "99"},
      parts{":", ":", ":", ":", ":", ":", ":", ""},
      parts{"00", "59", "30", "01", "09", "10", "60", "61"},
      parts{"", ".0", ".5", ".1239", ".9996", ".0004999", ",5", "."},
      parts{"Z", "z", "+00:00", "-00:00", "+05:30", "-23:59", "+24:00", ""},
      parts{"", "", "", "", "", "", "", " "}};
  std::string text;
  for (const parts& each : all) {
    const std::size_t choice = from.below(24);
    text += each[choice < each.size() ? choice : choice % 6];
  }
  return text;
}

/// An email whose parts have lengths around their limits.
std::string draw_long_email(drawing& from) {
  constexpr auto sizes = std::to_array<std::size_t>({1, 2, 59, 60, 61, 62, 63, 64, 65});
  const auto part = [&](char letter) { return std::string(from.one_of(sizes), letter); };
  std::string text = part('l');
  for (std::size_t more = from.below(2); more > 0; --more) {
    text += "." + part('m');
  }
  text += '@';
  for (std::size_t more = 1 + from.below(4); more > 0; --more) {
    text += part('d') + ".";
  }
  return text + (from.below(4) == 0 ? part('d') : "com");
}

json::array lead_objects(const std::vector<lead>& rows) {
  json::array made;
  for (const lead& each : rows) {
    made.push_back(answers::lead_object(each));
  }
  return made;
}

json::object paginated(drawing& from, json::object in) {
  in["total"] = integer_value(draw_count(from, std::numeric_limits<std::uint64_t>::max()));
  in["page"] = integer_value(std::max<std::uint64_t>(1, draw_count(from, max_query_integer)));
  in["pageSize"] = 1 + from.below(100);
  return in;
}

/// A question from the generators of leadcore/testing; its `in` is empty if there are none for it.
question draw(std::string_view call, drawing from, const claims& by) {
  question made{std::string(call), {}, nullptr};
  json::object& in = made.in;
  const auto kind_of_leads =
      by.has_level("phone-codes") ? testing::lead_kind::typed : testing::lead_kind::valid;
  if (call == "fold" || call == "write_string" || call == "check_utf8") {
    in["text"] = text_value(from.below(2) == 0 ? testing::draw_text(from)
                                               : testing::draw_hostile_text(from));
  } else if (call == "contains_folded") {
    const std::size_t first = from.below(64);
    const std::size_t size = from.below(64);
    const std::size_t how = from.below(32);
    const std::string text = testing::draw_text(from);
    in["text"] = text_value(text);
    in["needle"] =
        text_value(leadcore::fold(testing::respell(testing::part_of(text, first, size), how)));
  } else if (call == "parse_timestamp") {
    in["text"] = draw_time(from);
  } else if (call == "parse_email") {
    in["text"] =
        text_value(from.below(3) == 0 ? draw_long_email(from) : testing::draw_typed_email(from));
  } else if (call == "parse_phone" || call == "describe_phone") {
    // other texts, and numbers of other plans, depend on the version of libphonenumber
    const std::size_t way = from.below(200);
    const std::string region(from.one_of(std::array<std::string_view, 4>{"", "US", "GB", "DE"}));
    const std::string phone = testing::draw_phone(from);
    if (call == "describe_phone") {
      in["phone"] = phone;
      return made;
    }
    in["text"] =
        text_value(by.has_level("phone-codes") && way % 5 == 4 ? testing::draw_typed_phone(from)
                                                               : testing::spell_phone(phone, way));
    if (!region.empty()) {
      in["region"] = region;
    }
  } else if (call == "parse_query") {
    in["query"] = text_value(testing::draw_any_query_string(from));
  } else if (call == "matches") {
    auto drawn = testing::draw_scenario(from, testing::lead_kind::valid, 1);
    drawn.rows.resize(1);
    in["lead"] = answers::lead_object(drawn.rows.front());
    if (drawn.query.status) {
      in["status"] = to_string(*drawn.query.status);
    }
    if (!drawn.query.search.empty()) {
      in["search"] = text_value(drawn.query.search.text());
    }
    if (!drawn.query.assigned_to.is_any()) {
      in["assignedToId"] = drawn.query.assigned_to.is_unassigned()
                               ? json::value("unassigned")
                               : text_value(drawn.query.assigned_to.id());
    }
  } else if (call == "sort" || call == "list" || call == "write_page") {
    drawing ties = from.take(24);
    drawing page = from.take(10);
    drawing spelling = from.take(60);
    auto drawn = testing::draw_scenario(from);
    if (ties.below(2) == 0) {
      draw_ties(ties, drawn.rows);
    }
    if (call == "list") {
      made.load = {{"name", "drawn"}, {"leads", lead_objects(drawn.rows)}};
      in["from"] = "drawn";
      in["query"] = text_value(testing::spell_query(drawn.query, spelling));
    } else {
      in["leads"] = lead_objects(drawn.rows);
    }
    if (call == "write_page") {
      in["style"] = page.below(2) == 0 ? "compact" : "pretty";
      in = paginated(page, std::move(in));
    }
  } else if (call == "paginate") {
    in = paginated(from, {});
  } else if (call == "links") {
    in["total"] = integer_value(draw_count(from, 1000));
    const auto query = testing::draw_query<leads_endpoint>(from.take(20));
    in["query"] = text_value(testing::spell_query(query, from));
  } else if (call == "validate_lead" || call == "normalise_lead") {
    auto drawn = testing::draw_scenario(from, kind_of_leads, 1);
    drawn.rows.resize(1);
    in["lead"] = answers::lead_object(drawn.rows.front());
  } else if (call == "read_json") {
    const std::size_t pretty = from.below(2);
    auto drawn = testing::draw_scenario(from, testing::lead_kind::valid, 3);
    in["reads"] = "page";
    in["json"] = text_value(to_json(leadcore::list(drawn.rows, lead_query{}),
                                    pretty == 0 ? json_style::compact : json_style::pretty));
  }
  if (!in.empty()) {
    draw_profiles(from, by, call, in);
  }
  return made;
}

/// Changes texts of questions of the vectors: parts are removed, repeated, or come from others.
class mutator {
 public:
  mutator(const std::vector<vector_case>& all, std::string_view call, const claims& by) {
    for (const vector_case& each : all) {
      if (each.call == call && is_claimed(level_of(each), each.in, by) &&
          !depends_on_platform(each, by)) {
        cases_.push_back(&each);
      }
    }
  }

  [[nodiscard]] bool empty() const noexcept { return cases_.empty(); }

  [[nodiscard]] question draw(drawing from) const {
    const vector_case& origin = *cases_[from.below(cases_.size())];
    question made{origin.call, origin.in, nullptr};
    for (std::size_t changes = 1 + from.below(3); changes > 0; --changes) {
      const auto texts = texts_of(made.in);
      if (texts.empty()) {
        break;
      }
      auto& [name, value] = texts[from.below(texts.size())];
      *value = text_value(changed(bytes_of(*value), name, from));
    }
    return made;
  }

 private:
  using named_text = std::pair<std::string, json::value*>;

  /// The texts of a value that may be anything, with their names.
  static std::vector<named_text> texts_of(json::object& in) {
    static const std::set<std::string, std::less<>> fixed{
        "profiles", "style",        "reads",      "from",      "region",    "unavailable", "phones",
        "options",  "primaryPhone", "nextCallAt", "createdAt", "updatedAt", "status"};
    std::vector<named_text> found;
    const std::function<void(std::string_view, json::value&)> walk = [&](std::string_view name,
                                                                         json::value& at) {
      if (at.is_string() || (at.is_object() && at.get_object().contains("hex"))) {
        found.emplace_back(name, &at);
      } else if (auto* object = at.if_object()) {
        for (auto&& member : *object) {
          if (!fixed.contains(std::string_view(member.key()))) {
            walk(member.key(), member.value());
          }
        }
      } else if (auto* list = at.if_array()) {
        for (auto& each : *list) {
          walk(name, each);
        }
      }
    };
    for (auto&& member : in) {
      if (!fixed.contains(std::string_view(member.key()))) {
        walk(member.key(), member.value());
      }
    }
    return found;
  }

  [[nodiscard]] std::string changed(const std::string& text, const std::string& name,
                                    drawing& from) const {
    const std::size_t units = count_code_points(text);
    const std::size_t first = from.below(units + 1);
    const std::size_t last = std::min(units, first + from.below(4));
    const auto at = [&](std::size_t unit) { return units_in(text, unit); };
    std::string part;
    switch (from.below(4)) {
    case 0: // only removed
      break;
    case 1:
      part = testing::draw_hostile_text(from.take(2));
      break;
    case 2: // repeated
      part = text.substr(at(first), at(last) - at(first));
      part += part;
      break;
    default: {
      json::object other = cases_[from.below(cases_.size())]->in;
      for (const auto& [its_name, value] : texts_of(other)) {
        if (its_name == name) {
          const std::size_t begin = from.below(64);
          part = testing::part_of(bytes_of(*value), begin, from.below(8));
          break;
        }
      }
    }
    }
    return text.substr(0, at(first)) + part + text.substr(at(last));
  }

  /// The bytes of the first code points of a text.
  static std::size_t units_in(std::string_view text, std::size_t count) {
    std::size_t at = 0;
    for (; count > 0 && at < text.size(); --count) {
      at += decode_utf8(text, at).length;
    }
    return at;
  }

  std::vector<const vector_case*> cases_;
};

/// Whether a question respects what its call may presume: a term and an owner that a query can
/// hold, pages and sizes from 1.
bool can_be_asked(const question& each) {
  for (const char* name : {"search", "assignedToId"}) {
    if (const auto* text = each.in.if_contains(name); text != nullptr) {
      const std::string bytes = bytes_of(*text);
      if (!is_valid_utf8(bytes) || bytes.find('\0') != std::string::npos) {
        return false;
      }
    }
  }
  for (const char* name : {"total", "page", "pageSize"}) {
    if (const auto* given = each.in.if_contains(name)) {
      const std::uint64_t number = integer_of(*given);
      if (*given != integer_value(number) || (number == 0 && name != std::string_view("total"))) {
        return false;
      }
    }
  }
  return true;
}

/// The level of a drawn case.
std::string level_of_drawn(const question& each, const json::value& wanted) {
  static const std::map<std::string, std::string, std::less<>> levels{
      {"describe_phone", "phone-types"},
      {"read_json", "json-read"},
      {"http", "http"},
      {"links", "http"}};
  const auto is_error = [&](std::string_view code) {
    return json::serialize(wanted).find(code) != std::string::npos;
  };
  if (each.call == "parse_phone") {
    return is_error("\"error\"") ? "phone-codes" : "phone";
  }
  if (const auto* lead = each.in.if_contains("lead"); lead != nullptr && each.call != "matches") {
    const auto* phones = lead->as_object().if_contains("phones");
    const auto* primary = lead->as_object().if_contains("primaryPhone");
    if (is_error("invalid_phone")) {
      return "phone-codes";
    }
    if ((phones != nullptr && !phones->as_array().empty()) ||
        (primary != nullptr && !primary->is_null())) {
      return "phone";
    }
  }
  const auto found = levels.find(each.call);
  return found == levels.end() ? "core" : found->second;
}

/// One law: questions of a call, asked both the library and the port.
class law {
 public:
  law(port& asked, const claims& by, const std::vector<vector_case>& all, std::string call)
      : asked_(asked), by_(by), all_(all), call_(std::move(call)), mutated_(all, call_, by) {
    bool is_first = true;
    for (const vector_case& each : all) {
      if (each.call == call_) {
        if (std::exchange(is_first, false)) {
          for (const auto& member : each.in) {
            required_.insert(std::string(member.key()));
          }
        }
        std::erase_if(required_, [&](const auto& name) { return !each.in.contains(name); });
      }
    }
  }

  /// A drawn question; the same for the same tape.
  [[nodiscard]] question draw(const testing::tape& tape) const {
    drawing from(tape);
    if (from.below(2) == 0 || mutated_.empty()) {
      if (question drawn = verify::draw(call_, from, by_); !drawn.in.empty() || mutated_.empty()) {
        return drawn;
      }
    }
    return mutated_.draw(from);
  }

  /// Loads on both sides what the vectors load.
  void load() {
    for (const vector_case& each : all_) {
      if (each.call.starts_with("load_") && is_claimed(verify::level_of(each), each.in, by_)) {
        static_cast<void>(library_.answer(each.call, each.in));
        static_cast<void>(asked_.ask("law.load", each.call, each.in));
      }
    }
  }

  /// Whether the port answers otherwise than the library; false if the question is none, or is not
  /// claimed.
  bool fails(const question& each) {
    json::value full;
    try {
      if (!std::all_of(required_.begin(), required_.end(),
                       [&](const std::string& name) { return each.in.contains(name); }) ||
          !can_be_asked(each)) {
        return false;
      }
      if (!each.load.is_null()) {
        static_cast<void>(library_.answer("load_leads", each.load.as_object()));
      }
      if (each.call == "links" &&
          !library_.answer("parse_query", each.in).at("out").as_object().contains("canonical")) {
        return false; // only queries have links
      }
      full = library_.answer(each.call, each.in).at("out");
      level_ = level_of_drawn(each, full);
    } catch (const std::exception&) { // not the form of its call
      return false;
    }
    if (!is_claimed(level_, each.in, by_) || depends_on_plans(full)) {
      return false;
    }
    if (!each.load.is_null()) {
      static_cast<void>(asked_.ask("law.load", "load_leads", each.load));
    }
    const json::object answer = asked_.ask("law." + call_, each.call, each.in);
    const auto* out = answer.if_contains("out");
    wanted_ = compared(each.call, each.in, full, by_, true);
    in_vector_ = compared(each.call, each.in, full, everything(), true);
    got_ = out == nullptr ? json::value() : compared(each.call, each.in, *out, by_, true);
    has_answer_ = has_answer_ || out != nullptr;
    has_none_ = has_none_ || out == nullptr;
    return out != nullptr && wanted_ != got_;
  }

  /// Without a counterexample.
  [[nodiscard]] outcome how() const noexcept {
    return has_none_ ? outcome::unsupported : has_answer_ ? outcome::same : outcome::not_claimed;
  }

  /// The last counterexample, as a finding and as lines for the vectors.
  [[nodiscard]] finding counterexample(const question& each, const std::string& why) const {
    finding made{"law." + call_, rule(), call_, why, each.in, wanted_, got_, {}};
    made.load = each.load.is_null() ? loaded_by(all_, each.in) : each.load;
    std::size_t number = next_number();
    const auto line = [&](std::string_view call, const json::value& in, const json::value& out,
                          const std::string& level) {
      std::string digits = std::to_string(number++);
      digits.insert(0, digits.size() < 4 ? 4 - digits.size() : 0, '0');
      made.lines.push_back(ascii(json::object{{"id", topic() + "." + digits},
                                              {"rule", rule()},
                                              {"level", level},
                                              {"call", call},
                                              {"in", in},
                                              {"out", out},
                                              {"why", why}}));
    };
    std::string level = level_;
    if (const auto* profiles = each.in.if_contains("profiles");
        profiles != nullptr && !profiles->as_array().empty()) {
      level = "profile:" + std::string(profiles->at(0).as_string());
    }
    if (!each.load.is_null()) {
      line("load_leads", each.load, {{"leads", each.load.at("leads").as_array().size()}}, "core");
    }
    line(call_, each.in, in_vector_, level);
    return made;
  }

 private:
  /// Whether another version of libphonenumber may read a phone otherwise. Those of the generators
  /// are of plans that do not change.
  [[nodiscard]] bool depends_on_plans(const json::value& wanted) const {
    const auto is_of = [&](std::string_view beginning) {
      const auto* phone = wanted.as_object().if_contains("phone");
      return phone != nullptr && std::string_view(phone->as_string()).starts_with(beginning);
    };
    const auto& plans = leadcore::detail::phone_beginnings;
    return call_ == "parse_phone" && !by_.has_level("phone-codes") &&
           std::none_of(plans.begin(), plans.end(), is_of);
  }
  static const claims& everything() {
    static const claims all{"", {"phone-codes"}, {}, "", ""};
    return all;
  }
  [[nodiscard]] std::string topic() const {
    const auto same = [&](const vector_case& each) { return each.call == call_; };
    const auto found = std::find_if(all_.begin(), all_.end(), same);
    return found == all_.end() ? call_ : found->id.substr(0, found->id.find('.'));
  }
  /// The first number that no case of the topic has.
  [[nodiscard]] std::size_t next_number() const {
    std::size_t last = 0;
    for (const vector_case& each : all_) {
      if (each.id.starts_with(topic() + ".")) {
        last = std::max<std::size_t>(last, std::stoul(each.id.substr(topic().size() + 1)));
      }
    }
    return last + 1;
  }
  /// The rule of the vector of the call whose answer is the most like the wanted one; of a list the
  /// rule about the order, if only that differs.
  [[nodiscard]] std::string rule() const {
    if (call_ == "list" && in_vector_.as_object().contains("ids") && got_.is_object() &&
        got_.get_object().contains("ids")) {
      const auto& wanted = in_vector_.at("ids").as_array();
      const auto& got = got_.at("ids");
      const bool is_order =
          got.is_array() && std::is_permutation(wanted.begin(), wanted.end(),
                                                got.get_array().begin(), got.get_array().end());
      return is_order ? "order.1" : "match.1";
    }
    const auto shape = [](const json::value& out) { // members, codes and truth values
      std::multiset<std::string> found;
      const std::function<void(std::string_view, const json::value&)> walk =
          [&](std::string_view name, const json::value& at) {
            if (const auto* object = at.if_object()) {
              for (const auto& member : *object) {
                found.emplace(member.key());
                walk(member.key(), member.value());
              }
            } else if (const auto* list = at.if_array()) {
              for (const auto& each : *list) {
                walk(name, each);
              }
            } else if (name == "code" || name == "status" || at.is_bool()) {
              found.insert(json::serialize(at));
            }
          };
      walk("", out);
      return found;
    };
    const auto mine = shape(in_vector_);
    std::string best;
    std::size_t least = std::numeric_limits<std::size_t>::max();
    for (const vector_case& each : all_) {
      if (each.call == call_) {
        const auto its = shape(each.out);
        std::vector<std::string> apart;
        std::set_symmetric_difference(mine.begin(), mine.end(), its.begin(), its.end(),
                                      std::back_inserter(apart));
        if (apart.size() < least) {
          least = apart.size();
          best = each.rule;
        }
      }
    }
    return best;
  }

  port& asked_;
  const claims& by_;
  const std::vector<vector_case>& all_;
  std::string call_;
  mutator mutated_;
  std::set<std::string> required_; // the members of `in` that every vector of the call has
  library library_;
  std::string level_;
  json::value wanted_, got_, in_vector_;
  bool has_answer_ = false;
  bool has_none_ = false;
};

/// Makes a counterexample simpler, and the leads that are loaded for it.
std::size_t simplify(law& by, question& each, const std::vector<vector_case>& all) {
  const auto try_instead = [&](const question& simpler) {
    if (by.fails(simpler)) {
      each = simpler;
    }
  };
  if (each.call == "list") { // the leads of the vectors as its own, so that they shrink
    question own = each;
    own.load = each.load.is_null() ? loaded_by(all, each.in) : each.load;
    if (own.load.is_object()) {
      own.load.get_object()["name"] = "drawn";
      own.in["from"] = "drawn";
      try_instead(own);
    }
  }
  if (each.in.contains("query")) {
    question plain = each;
    const auto canonical = library().answer("parse_query", each.in).at("out");
    if (const auto* text = canonical.as_object().if_contains("canonical")) {
      plain.in["query"] = *text;
      try_instead(plain);
    }
  }
  json::value whole{{"in", each.in}};
  if (each.load.is_object()) {
    whole.get_object()["leads"] = each.load.at("leads");
  }
  const auto current = [&] {
    question made{each.call, whole.at("in").as_object(), each.load};
    if (made.load.is_object()) {
      made.load.get_object()["leads"] = whole.at("leads");
    }
    return made;
  };
  const auto is_whole = [&] { // each member is taken away, too, to try
    return whole.get_object().contains("in") &&
           (each.load.is_null() || whole.get_object().contains("leads"));
  };
  const std::size_t steps = shrink(whole, [&] { return is_whole() && by.fails(current()); });
  each = current();
  static_cast<void>(by.fails(each)); // for its answers
  return steps;
}

} // namespace

void ask_laws(port& asked, const claims& by, const std::vector<vector_case>& all,
              const std::vector<std::string>& calls, const law_options& options, report& found) {
  progress shown(calls.size() * options.count);
  for (const std::string& call : calls) {
    if (options.only_first && !found.findings().empty()) {
      return;
    }
    law each(asked, by, all, call);
    each.load();
    bool holds = true;
    for (std::uint64_t number = 1; holds && number <= options.count; ++number) {
      const auto size = static_cast<std::size_t>(8 + number * 7919 % 300);
      question drawn =
          each.draw(testing::seeded_tape((options.seed * 1'000'003 + number) * 0x9E3779B97F4A7C15U,
                                         size * (number % 4 == 0 ? 5 : 1)));
      if (each.fails(drawn)) {
        holds = false;
        const std::size_t steps = simplify(each, drawn, all);
        found.differs("laws",
                      each.counterexample(drawn, "drawn case " + std::to_string(number) +
                                                     " of seed " + std::to_string(options.seed) +
                                                     ", shrunk in " + std::to_string(steps) +
                                                     (steps == 1 ? " step" : " steps")));
      }
    }
    if (holds) {
      found.count("laws", "law." + call, each.how());
    }
  }
}

} // namespace leadcore::verify
