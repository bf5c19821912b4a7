// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_SERVER_OPTIONS_HPP
#define LEADCORE_EXAMPLES_SERVER_OPTIONS_HPP

// The command line of the demo.

#include "import/cells.hpp"
#include "import/columns.hpp"
#include "import/dates.hpp"
#include "import/plan.hpp"
#include "import/text.hpp"
#include "server/http_front.hpp"

#include <leadcore/model/status.hpp>
#include <leadcore/text/ascii.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/text/timestamp_chrono.hpp>

#include <getopt.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace demo {

inline constexpr std::string_view usage =
    R"(usage: demo [OPTION]... [FILE]

Loads leads and serves them at http://localhost:8080/api/v1/leads. FILE is CSV, NDJSON or JSON, as
exported by any CRM; without FILE, leads are generated.

  --once QUERY             print the answer to one query, such as 'status=QUALIFIED&search=acme', and
                           exit
  --explain                with --once: also tell, on standard error, why each lead matches and why
                           it stands before the next
  --unaccented             search without accents: jose finds José, o'neil finds O’Neil (in memory)
  --all-words              search for each word of a term: "jane doe" finds "Doe, Jane" (in memory)
  --dump                   print the leads as NDJSON and exit
  --host HOST              listen on this address (127.0.0.1)
  --port PORT              listen on this port (8080); 0 chooses a free one
  --api-key-file FILE      API keys, one a line: KEY [ORGANISATION [SCOPE,...]], where KEY may be
                           sha256: and its digest. LEADCORE_API_KEYS in the environment has such
                           lines too. Without either, a random key is made and printed
  --scopes LIST            the scopes of keys without their own (leads.read); another list shows the
                           answer 403
  --access-log FILE        append a line of JSON for each answer: no keys, no query
  --header-timeout S       seconds for the header of a request (10)
  --request-timeout S      seconds for a whole request, and for sending its answer (30)
  --idle-timeout S         seconds that a connection may wait for its next request (60)
  --max-connections N      close idle connections for new ones beyond this number (512)
  --max-connections-per-address N   the same for each address of clients (256)
  --threads N              threads that compute answers (4)
  --generate N             serve N generated leads (3000)
  --seed S                 the seed of generated leads (1)
  --store STORE            keep the leads in a database: sqlite:FILE or postgres:DSN. The leads of
                           FILE are added; without FILE, the existing leads are served, or
                           generated ones if there are none
  --read-only              with --store: serve what is there, and create and change nothing

Reading FILE:
  --region XX              the country of phones without a country code, such as US, unless a column
                           has it
  --map FIELD=COLUMN,...   columns that are not recognised: name=Full Name,phone=Tel
  --status-map TEXT=STATUS,...   statuses of the file: "Waiting room=CONTACTED"
  --default-status STATUS  the status of rows without a known one
  --date-order dmy|mdy|ymd whether 03/04/2024 is in April or in March, unless the column shows it
  --excel-dates            read numbers in date columns as a spreadsheet's dates
  --zone +HH:MM            the zone of times without one (UTC)
  --imported-at TIME       the creation time of rows without one (the time of the file)
  --no-header              CSV without a header: columns are 1, 2, ... for --map
  --list PATH              of JSON with several lists: the one of the leads, such as data.contacts;
                           "." is the document itself
  --delimiter C            of CSV, if not detected: , ; | or tab
  --encoding NAME          of FILE, unless UTF-8, UTF-16 or Windows-1252
  --strict                 reject a row with an unreadable value, instead of keeping the value in
                           the notes
  --dry-run                tell which columns are read and what would be added, changed, kept and
                           removed, and do nothing
  --replace SOURCE         FILE has all leads of this source: those of the --store that are not in
                           FILE are removed, in one transaction
  --system NAME            the ids of FILE are those of this system: they become NAME:ID, so that
                           the leads 1, 2, ... of two systems are not the same
  --same-system            with --store: a lead that has the id of another person changes this one
  --report FILE            write every rejected row and every value set aside to FILE, as CSV
  --progress               show the progress of reading, even if standard error is not a terminal
  --list-statuses          print the known statuses of other systems and exit
  --help                   print this text and exit

In a column or text, write \, for a comma and \= for "=".
)";

/// The parsed command line.
struct options {
  std::optional<std::string> file;
  std::optional<std::string> once;
  bool explain = false;
  bool unaccented = false;
  bool all_words = false;
  bool dump = false;
  bool help = false;
  bool list_statuses = false;
  std::string host = "127.0.0.1";
  int port = 8080;
  std::string api_key_file;
  std::vector<std::string> scopes{"leads.read"};
  front_options front{.answers = {.style = leadcore::json_style::pretty, .max_body_size = 65'536}};
  std::size_t generate = 3000;
  std::uint64_t seed = 1;
  std::string store;      ///< sqlite:FILE or postgres:DSN; empty: in memory
  bool read_only = false; ///< the store is not changed
  std::optional<leadcore::timestamp> imported_at;
  std::string report;
  bool progress = false;
  bool dry_run = false;
  std::optional<std::string> replace; ///< the source whose leads FILE has all
  bool same_system = false;           ///< a lead may become another person
  import_options import;
};

namespace detail {

/// The pairs of "a=b,c=d"; a backslash makes the next character literal.
[[nodiscard]] inline leadcore::result<std::vector<std::pair<std::string, std::string>>, std::string>
parse_pairs(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> pairs;
  std::string current;
  std::optional<std::string> key;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] == '\\' && i + 1 < text.size()) {
      current += text[++i];
    } else if (i < text.size() && text[i] == '=' && !key) {
      key = std::exchange(current, {});
    } else if (i < text.size() && text[i] != ',') {
      current += text[i];
    } else {
      if (!key || trim(*key).empty() || trim(current).empty()) {
        return leadcore::fail("\"" + std::string(text) + "\" is not a list such as a=b,c=d");
      }
      pairs.emplace_back(trim(*key), trim(current));
      key.reset();
      current.clear();
    }
  }
  return pairs;
}

/// "+02:00", "-0530" or "Z".
[[nodiscard]] inline std::optional<std::chrono::minutes> parse_zone(std::string_view text) {
  const auto date = parse_date("2000-01-02 00:00 " + std::string(text));
  if (!date.has_value() || (*date).zone_assumed) {
    return std::nullopt;
  }
  const auto utc = leadcore::parse_timestamp("2000-01-02T00:00:00Z").value();
  return std::chrono::duration_cast<std::chrono::minutes>(leadcore::to_sys_time(utc) -
                                                          leadcore::to_sys_time((*date).time));
}

/// Why a value was refused: it, and what is allowed; empty if it was not.
using refusal = std::string;
[[nodiscard]] inline refusal refuse(std::string_view value, std::string_view allowed) {
  return " " + std::string(value) + ": " + std::string(allowed);
}

/// The member, or the member of a member.
template <auto Member, auto... OfIt> [[nodiscard]] auto& member_of(auto& object) noexcept {
  if constexpr (sizeof...(OfIt) == 0) {
    return object.*Member;
  } else {
    return member_of<OfIt...>(object.*Member);
  }
}
template <auto... Members> [[nodiscard]] refusal set_flag(options& wanted, std::string_view) {
  member_of<Members...>(wanted) = true;
  return {};
}
template <auto... Members> [[nodiscard]] refusal set_text(options& wanted, std::string_view value) {
  member_of<Members...>(wanted) = value;
  return {};
}
/// @return whether a value is a number from `least` to `most`
template <class Number>
[[nodiscard]] bool parse_number(std::string_view value, Number& to, Number least, Number most) {
  const auto end = std::from_chars(value.data(), value.data() + value.size(), to);
  return end.ec == std::errc() && end.ptr == value.data() + value.size() && to >= least &&
         to <= most;
}
template <auto Least, auto Most, auto... Members>
[[nodiscard]] refusal set_number(options& wanted, std::string_view value) {
  using number = std::remove_reference_t<decltype(member_of<Members...>(wanted))>;
  if (!parse_number<number>(value, member_of<Members...>(wanted), Least, Most)) {
    return refuse(value, "a number from " + std::to_string(Least) + " to " + std::to_string(Most) +
                             " is needed");
  }
  return {};
}
template <auto Member> [[nodiscard]] refusal set_seconds(options& wanted, std::string_view value) {
  double seconds = 0;
  if (!parse_number(value, seconds, 0.1, 86'400.0)) {
    return refuse(value, "a number of seconds from 0.1 to 86400 is needed");
  }
  wanted.front.*Member = std::chrono::milliseconds(static_cast<int>(seconds * 1000));
  return {};
}
/// @param set  gets each pair of "a=b,c=d", and returns why it is refused
template <class Set> [[nodiscard]] refusal set_pairs(std::string_view value, Set set) {
  const auto pairs = parse_pairs(value);
  if (!pairs.has_value()) {
    return refuse(value, pairs.error());
  }
  for (const auto& [key, mapped] : *pairs) {
    if (refusal why = set(key, mapped); !why.empty()) {
      return why;
    }
  }
  return {};
}
/// @param set  gets the status of that name
template <class Set> [[nodiscard]] refusal set_status(std::string_view value, Set set) {
  std::string upper(value);
  std::ranges::transform(upper, upper.begin(), leadcore::detail::to_upper);
  const auto status = leadcore::parse_lead_status(upper);
  if (!status.has_value()) {
    return refuse(value, "the status must be one of " + std::string(leadcore::lead_status_names));
  }
  set(*status);
  return {};
}

struct command_option {
  const char* name;
  int has_value;
  refusal (*set)(options&, std::string_view value);
};
inline constexpr command_option command_options[] = {
    {"once", required_argument,
     [](options& wanted, std::string_view value) {
       wanted.once = value.starts_with('?') ? value.substr(1) : value;
       return refusal();
     }},
    {"explain", no_argument, set_flag<&options::explain>},
    {"unaccented", no_argument, set_flag<&options::unaccented>},
    {"all-words", no_argument, set_flag<&options::all_words>},
    {"dump", no_argument, set_flag<&options::dump>},
    {"host", required_argument, set_text<&options::host>},
    {"port", required_argument, set_number<0, 65'535, &options::port>},
    {"api-key", required_argument,
     [](options&, std::string_view) { // which is never repeated in the message
       return refusal(": the list of processes would show the key to everybody on this machine; "
                      "put it into a file for --api-key-file, or into the environment as "
                      "LEADCORE_API_KEYS");
     }},
    {"api-key-file", required_argument, set_text<&options::api_key_file>},
    {"scopes", required_argument,
     [](options& wanted, std::string_view value) {
       wanted.scopes.clear();
       for (const std::string_view scope : split(value, ", ")) {
         wanted.scopes.emplace_back(scope);
       }
       return refusal();
     }},
    {"access-log", required_argument, set_text<&options::front, &front_options::access_log>},
    {"header-timeout", required_argument, set_seconds<&front_options::header_timeout>},
    {"request-timeout", required_argument, set_seconds<&front_options::request_timeout>},
    {"idle-timeout", required_argument, set_seconds<&front_options::idle_timeout>},
    {"max-connections", required_argument,
     set_number<1, 1'000'000, &options::front, &front_options::max_connections>},
    {"max-connections-per-address", required_argument,
     set_number<1, 1'000'000, &options::front, &front_options::max_connections_per_address>},
    {"threads", required_argument, set_number<1, 256, &options::front, &front_options::threads>},
    {"generate", required_argument, set_number<0, 10'000'000, &options::generate>},
    {"seed", required_argument,
     set_number<0, std::numeric_limits<std::uint64_t>::max(), &options::seed>},
    {"store", required_argument,
     [](options& wanted, std::string_view value) {
       if (!value.starts_with("postgres:") &&
           (!value.starts_with("sqlite:") || value.ends_with(':'))) {
         return refuse(value, "sqlite:FILE or postgres:DSN is needed");
       }
       wanted.store = value;
       return refusal();
     }},
    {"read-only", no_argument, set_flag<&options::read_only>},
    {"region", required_argument,
     [](options& wanted, std::string_view value) {
       const auto code = find_country(value);
       if (!code) {
         return refuse(value, "a country by two letters is needed, such as US or GB");
       }
       wanted.import.region = *code;
       return refusal();
     }},
    {"map", required_argument,
     [](options& wanted, std::string_view value) {
       return set_pairs(value, [&](std::string_view target, const std::string& column) {
         const auto role = find_target(target);
         if (!role) {
           std::string fields; // the last role is of columns that are set aside
           for (std::size_t i = 0; i + 1 < role_names.size(); ++i) {
             fields.append(fields.empty() ? "" : ", ").append(role_names[i]);
           }
           return refuse(target, "there is no such field; there are " + fields);
         }
         wanted.import.map.emplace_back(*role, column);
         return refusal();
       });
     }},
    {"status-map", required_argument,
     [](options& wanted, std::string_view value) {
       return set_pairs(value, [&](std::string_view text, std::string_view name) {
         return set_status(name, [&](leadcore::lead_status status) {
           wanted.import.statuses.emplace_back(status_key(text), status);
         });
       });
     }},
    {"default-status", required_argument,
     [](options& wanted, std::string_view value) {
       return set_status(
           value, [&](leadcore::lead_status status) { wanted.import.default_status = status; });
     }},
    {"date-order", required_argument,
     [](options& wanted, std::string_view value) {
       if (value != "dmy" && value != "mdy" && value != "ymd") {
         return refuse(value, "dmy, mdy or ymd is needed");
       }
       wanted.import.order = value == "dmy"   ? date_order::dmy
                             : value == "mdy" ? date_order::mdy
                                              : date_order::ymd;
       return refusal();
     }},
    {"excel-dates", no_argument, set_flag<&options::import, &import_options::excel_dates>},
    {"no-header", no_argument,
     [](options& wanted, std::string_view) {
       wanted.import.has_header = false;
       return refusal();
     }},
    {"list", required_argument, set_text<&options::import, &import_options::list>},
    {"dry-run", no_argument, set_flag<&options::dry_run>},
    {"replace", required_argument,
     [](options& wanted, std::string_view value) {
       if (trim(value).empty()) {
         return refuse(value, "the name of a source is needed");
       }
       wanted.replace = value;
       return refusal();
     }},
    {"system", required_argument,
     [](options& wanted, std::string_view value) {
       if (value != trim(value) || value.empty() || printable(value) != value) {
         return refuse(value, "the name of a system is needed");
       }
       wanted.import.system = value;
       return refusal();
     }},
    {"same-system", no_argument, set_flag<&options::same_system>},
    {"zone", required_argument,
     [](options& wanted, std::string_view value) {
       const auto offset = parse_zone(value);
       if (!offset) {
         return refuse(value, "an offset such as +02:00 is needed");
       }
       wanted.import.zone = *offset;
       return refusal();
     }},
    {"imported-at", required_argument,
     [](options& wanted, std::string_view value) {
       const auto time = leadcore::parse_timestamp(value);
       if (!time.has_value()) {
         return refuse(value, message(time.error().code));
       }
       wanted.imported_at = *time;
       return refusal();
     }},
    {"delimiter", required_argument,
     [](options& wanted, std::string_view value) {
       if (value != "tab" && value != "\\t" && (value.size() != 1 || value == "\"")) {
         return refuse(value, "one character is needed, or tab");
       }
       wanted.import.delimiter = value.size() == 1 ? value.front() : '\t';
       return refusal();
     }},
    {"encoding", required_argument, set_text<&options::import, &import_options::encoding>},
    {"strict", no_argument, set_flag<&options::import, &import_options::strict>},
    {"report", required_argument, set_text<&options::report>},
    {"progress", no_argument, set_flag<&options::progress>},
    {"list-statuses", no_argument, set_flag<&options::list_statuses>},
    {"help", no_argument, set_flag<&options::help>},
};

} // namespace detail

/// Reads the command line.
/// @return the options, or the error of the command line.
[[nodiscard]] inline leadcore::result<options, std::string> parse_command_line(int count,
                                                                               char** arguments) {
  constexpr int first = 256; // no character
  std::array<::option, std::size(detail::command_options) + 1> known{};
  for (std::size_t i = 0; i + 1 < known.size(); ++i) {
    const auto& each = detail::command_options[i];
    known[i] = {each.name, each.has_value, nullptr, first + static_cast<int>(i)};
  }
  options wanted;
  opterr = 0; // the messages are ours
  optind = 0; // from the beginning, also the second time
  for (int found; (found = getopt_long(count, arguments, ":", known.data(), nullptr)) != -1;) {
    if (found < first) {
      return leadcore::fail(std::string(arguments[optind - 1]) +
                            (found == ':' ? " needs a value" : ": there is no such option"));
    }
    const auto& each = detail::command_options[found - first];
    const auto refused = each.set(wanted, optarg == nullptr ? "" : optarg);
    if (!refused.empty()) {
      return leadcore::fail("--" + std::string(each.name) + refused);
    }
  }
  if (wanted.replace && (wanted.store.empty() || optind == count)) {
    return leadcore::fail(std::string("--replace needs a --store and a FILE"));
  }
  if (wanted.explain && !wanted.once) {
    return leadcore::fail(std::string("--explain needs --once"));
  }
  if (wanted.read_only && (wanted.store.empty() || optind < count)) {
    return leadcore::fail(
        std::string("--read-only serves the leads of a --store, and FILE would add to them"));
  }
  if ((wanted.unaccented || wanted.all_words) && !wanted.store.empty()) {
    return leadcore::fail(
        std::string("--unaccented and --all-words search leads in memory, not in a --store"));
  }
  if (count - optind > 1) {
    return leadcore::fail(std::string("only one FILE can be read"));
  }
  if (optind < count) {
    wanted.file = arguments[optind];
  }
  return wanted;
}

} // namespace demo

#endif
