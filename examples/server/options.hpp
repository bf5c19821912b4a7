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
#include <optional>
#include <string>
#include <string_view>
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

template <class Number>
[[nodiscard]] bool parse_number(std::string_view text, Number& value, Number most) {
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return read.ec == std::errc() && read.ptr == text.data() + text.size() && value <= most;
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

} // namespace detail

/// Reads the command line.
/// @return the options, or the error of the command line.
[[nodiscard]] inline leadcore::result<options, std::string> parse_command_line(int count,
                                                                               char** arguments) {
  enum : int {
    once = 1,
    explain,
    unaccented,
    all_words,
    dump,
    host,
    port,
    api_key,
    api_key_file,
    scopes,
    access_log,
    header_timeout,
    request_timeout,
    idle_timeout,
    max_connections,
    max_connections_per_address,
    threads,
    generate,
    seed,
    store,
    read_only,
    region,
    map,
    status_map,
    default_status,
    date_order_,
    excel_dates,
    no_header,
    list,
    dry_run,
    replace,
    system_,
    same_system,
    zone,
    imported_at,
    delimiter,
    encoding,
    strict,
    report,
    progress,
    list_statuses,
    help
  };
  const std::array known{::option{"once", required_argument, nullptr, once},
                         ::option{"explain", no_argument, nullptr, explain},
                         ::option{"unaccented", no_argument, nullptr, unaccented},
                         ::option{"all-words", no_argument, nullptr, all_words},
                         ::option{"dump", no_argument, nullptr, dump},
                         ::option{"host", required_argument, nullptr, host},
                         ::option{"port", required_argument, nullptr, port},
                         ::option{"api-key", required_argument, nullptr, api_key},
                         ::option{"api-key-file", required_argument, nullptr, api_key_file},
                         ::option{"scopes", required_argument, nullptr, scopes},
                         ::option{"access-log", required_argument, nullptr, access_log},
                         ::option{"header-timeout", required_argument, nullptr, header_timeout},
                         ::option{"request-timeout", required_argument, nullptr, request_timeout},
                         ::option{"idle-timeout", required_argument, nullptr, idle_timeout},
                         ::option{"max-connections", required_argument, nullptr, max_connections},
                         ::option{"max-connections-per-address", required_argument, nullptr,
                                  max_connections_per_address},
                         ::option{"threads", required_argument, nullptr, threads},
                         ::option{"generate", required_argument, nullptr, generate},
                         ::option{"seed", required_argument, nullptr, seed},
                         ::option{"store", required_argument, nullptr, store},
                         ::option{"read-only", no_argument, nullptr, read_only},
                         ::option{"region", required_argument, nullptr, region},
                         ::option{"map", required_argument, nullptr, map},
                         ::option{"status-map", required_argument, nullptr, status_map},
                         ::option{"default-status", required_argument, nullptr, default_status},
                         ::option{"date-order", required_argument, nullptr, date_order_},
                         ::option{"excel-dates", no_argument, nullptr, excel_dates},
                         ::option{"no-header", no_argument, nullptr, no_header},
                         ::option{"list", required_argument, nullptr, list},
                         ::option{"dry-run", no_argument, nullptr, dry_run},
                         ::option{"replace", required_argument, nullptr, replace},
                         ::option{"system", required_argument, nullptr, system_},
                         ::option{"same-system", no_argument, nullptr, same_system},
                         ::option{"zone", required_argument, nullptr, zone},
                         ::option{"imported-at", required_argument, nullptr, imported_at},
                         ::option{"delimiter", required_argument, nullptr, delimiter},
                         ::option{"encoding", required_argument, nullptr, encoding},
                         ::option{"strict", no_argument, nullptr, strict},
                         ::option{"report", required_argument, nullptr, report},
                         ::option{"progress", no_argument, nullptr, progress},
                         ::option{"list-statuses", no_argument, nullptr, list_statuses},
                         ::option{"help", no_argument, nullptr, help},
                         ::option{nullptr, 0, nullptr, 0}};
  options wanted;
  const auto wrong = [](std::string_view option, std::string_view value, std::string_view allowed) {
    return leadcore::fail("--" + std::string(option) + " " + std::string(value) + ": " +
                          std::string(allowed));
  };
  const auto name_of = [&known](int value) {
    return std::ranges::find(known, value, &::option::val)->name;
  };
  const std::string statuses =
      "the status must be one of " + std::string(leadcore::lead_status_names);
  const auto parse_status = [](std::string_view text) {
    std::string upper(text);
    std::ranges::transform(upper, upper.begin(), [](char c) {
      return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    });
    return leadcore::parse_lead_status(upper);
  };
  opterr = 0; // the messages are ours
  optind = 0; // from the beginning, also the second time
  for (;;) {

    const int found = getopt_long(count, arguments, ":", known.data(), nullptr);
    if (found == -1) {
      break;
    }
    const std::string_view value = optarg == nullptr ? "" : optarg;
    switch (found) {
    case once:
      wanted.once = value.starts_with('?') ? value.substr(1) : value;
      break;
    case explain:
      wanted.explain = true;
      break;
    case unaccented:
      wanted.unaccented = true;
      break;
    case all_words:
      wanted.all_words = true;
      break;
    case dump:
      wanted.dump = true;
      break;
    case host:
      wanted.host = value;
      break;
    case port:
      if (!detail::parse_number(value, wanted.port, 65535) || wanted.port < 0) {
        return wrong("port", value, "a port is a number from 0 to 65535");
      }
      break;
    case api_key: // never repeated in the message
      return leadcore::fail(std::string(
          "--api-key: the list of processes would show the key to everybody on this machine; put "
          "it "
          "into a file for --api-key-file, or into the environment as LEADCORE_API_KEYS"));
    case api_key_file:
      wanted.api_key_file = value;
      break;
    case scopes:
      wanted.scopes.clear();
      for (const std::string_view scope : split(value, ", ")) {
        wanted.scopes.emplace_back(scope);
      }
      break;
    case access_log:
      wanted.front.access_log = value;
      break;
    case header_timeout:
    case request_timeout:
    case idle_timeout: {
      auto& time = found == header_timeout    ? wanted.front.header_timeout
                   : found == request_timeout ? wanted.front.request_timeout
                                              : wanted.front.idle_timeout;
      double seconds = 0;
      if (!detail::parse_number(value, seconds, 86'400.0) || seconds < 0.1) {
        return wrong(name_of(found), value, "a number of seconds from 0.1 to 86400 is needed");
      }
      time = std::chrono::milliseconds(static_cast<int>(seconds * 1000));
      break;
    }
    case max_connections:
    case max_connections_per_address: {
      auto& most = found == max_connections ? wanted.front.max_connections
                                            : wanted.front.max_connections_per_address;
      if (!detail::parse_number(value, most, std::size_t{1'000'000}) || most == 0) {
        return wrong(name_of(found), value, "a number from 1 to 1000000 is needed");
      }
      break;
    }
    case threads:
      if (!detail::parse_number(value, wanted.front.threads, 256U) || wanted.front.threads == 0) {
        return wrong("threads", value, "a number from 1 to 256 is needed");
      }
      break;
    case generate:
      if (!detail::parse_number(value, wanted.generate, std::size_t{10'000'000})) {
        return wrong("generate", value, "a number from 0 to 10000000 is needed");
      }
      break;
    case seed:
      if (!detail::parse_number(value, wanted.seed, ~std::uint64_t{0})) {
        return wrong("seed", value, "a number from 0 to 2^64-1 is needed");
      }
      break;
    case store: {
      const std::size_t colon = value.find(':');
      const std::string_view kind = value.substr(0, colon);
      if ((kind != "sqlite" && kind != "postgres") || colon == std::string_view::npos ||
          (kind == "sqlite" && colon + 1 == value.size())) {
        return wrong("store", value, "sqlite:FILE or postgres:DSN is needed");
      }
      wanted.store = value;
      break;
    }
    case read_only:
      wanted.read_only = true;
      break;
    case region: {
      const auto code = find_country(value);
      if (!code) {
        return wrong("region", value, "a country by two letters is needed, such as US or GB");
      }
      wanted.import.region = *code;
      break;
    }
    case map: {
      auto pairs = detail::parse_pairs(value);
      if (!pairs.has_value()) {
        return wrong("map", value, pairs.error());
      }
      for (auto& [target, column] : *pairs) {
        const auto role = find_target(target);
        if (!role) {
          return wrong("map", target,
                       "there is no such field; there are id, name, firstName, lastName, phones, "
                       "emails, contactId, "
                       "company, source, status, notes, nextCallAt, createdAt, updatedAt, "
                       "assignedToId, clientId, "
                       "country, phoneCountry");
        }
        wanted.import.map.emplace_back(*role, std::move(column));
      }
      break;
    }
    case status_map: {
      auto pairs = detail::parse_pairs(value);
      if (!pairs.has_value()) {
        return wrong("status-map", value, pairs.error());
      }
      for (const auto& [text, name] : *pairs) {
        const auto status = parse_status(name);
        if (!status.has_value()) {
          return wrong("status-map", name, statuses);
        }
        wanted.import.statuses.emplace_back(status_key(text), *status);
      }
      break;
    }
    case default_status: {
      const auto status = parse_status(value);
      if (!status.has_value()) {
        return wrong("default-status", value, statuses);
      }
      wanted.import.default_status = *status;
      break;
    }
    case date_order_:
      if (value != "dmy" && value != "mdy" && value != "ymd") {
        return wrong("date-order", value, "dmy, mdy or ymd is needed");
      }
      wanted.import.order = value == "dmy"   ? date_order::dmy
                            : value == "mdy" ? date_order::mdy
                                             : date_order::ymd;
      break;
    case excel_dates:
      wanted.import.excel_dates = true;
      break;
    case no_header:
      wanted.import.has_header = false;
      break;
    case list:
      wanted.import.list = value;
      break;
    case dry_run:
      wanted.dry_run = true;
      break;
    case replace:
      if (trim(value).empty()) {
        return wrong("replace", value, "the name of a source is needed");
      }
      wanted.replace = value;
      break;
    case system_:
      if (value != trim(value) || value.empty() || printable(value) != value) {
        return wrong("system", value, "the name of a system is needed");
      }
      wanted.import.system = value;
      break;
    case same_system:
      wanted.same_system = true;
      break;
    case zone: {
      const auto offset = detail::parse_zone(value);
      if (!offset) {
        return wrong("zone", value, "an offset such as +02:00 is needed");
      }
      wanted.import.zone = *offset;
      break;
    }
    case imported_at: {
      const auto time = leadcore::parse_timestamp(value);
      if (!time.has_value()) {
        return wrong("imported-at", value, message(time.error().code));
      }
      wanted.imported_at = *time;
      break;
    }
    case delimiter:
      if (value != "tab" && value != "\\t" && (value.size() != 1 || value == "\"")) {
        return wrong("delimiter", value, "one character is needed, or tab");
      }
      wanted.import.delimiter = value.size() == 1 ? value.front() : '\t';
      break;
    case encoding:
      wanted.import.encoding = value;
      break;
    case strict:
      wanted.import.strict = true;
      break;
    case report:
      wanted.report = value;
      break;
    case progress:
      wanted.progress = true;
      break;
    case list_statuses:
      wanted.list_statuses = true;
      break;
    case help:
      wanted.help = true;
      break;
    case ':':
      return leadcore::fail(std::string(arguments[optind - 1]) + " needs a value");
    default:
      return leadcore::fail(std::string(arguments[optind - 1]) + ": there is no such option");
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
