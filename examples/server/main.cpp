// SPDX-License-Identifier: BSL-1.0

// The demo: loads leads from a file, or generates some, and serves the documented endpoint.
// ./scripts/demo builds and runs it.

#include "api_keys.hpp"
#include "file_leads.hpp"
#include "http_front.hpp"
#include "import/cells.hpp"
#include "import/sha256.hpp"
#include "options.hpp"
#include "sample.hpp"
#include "server.hpp"
#include "sql_store.hpp"

#include <leadcore/http.hpp>
#include <leadcore/json/write.hpp>
#include <leadcore/query/explain.hpp>
#include <leadcore/query/query_string.hpp>
#include <leadcore/store/index_store.hpp>
#include <leadcore/store/memory_store.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

constexpr int failed = 1;
constexpr int wrong_usage = 2;

using demo::tell;

[[nodiscard]] bool print(std::string_view text) {
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() &&
         std::fflush(stdout) == 0;
}

/// A whole file, or the reason why it is unreadable.
leadcore::result<std::string, std::string> read_file(const std::string& name) {
  struct stat about{};
  if (stat(name.c_str(), &about) != 0) {
    return leadcore::fail(std::string(std::strerror(errno)));
  }
  if (S_ISDIR(about.st_mode)) {
    return leadcore::fail(std::string("this is a folder"));
  }
  std::ifstream in(name, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (!in.good() && !in.eof()) {
    return leadcore::fail(std::string(std::strerror(errno)));
  }
  return bytes;
}

struct organisation_leads {
  leadcore::organisation_id organisation;
  std::vector<leadcore::lead> leads;
};

leadcore::organisation_id id_of(const demo::sample_organisation& organisation) {
  return leadcore::parse_organisation_id(organisation.id).value();
}

/// The requested leads by organisation, or nothing after telling the reason.
std::optional<std::vector<organisation_leads>> get_leads(const demo::options& wanted) {
  std::vector<organisation_leads> all;
  if (!wanted.file) {
    for (const auto& each : demo::sample_organisations) {
      all.push_back({id_of(each), demo::sample_leads(each, wanted.generate, wanted.seed)});
    }
    return all;
  }
  all.push_back({id_of(demo::sample_organisations.front()), {}});
  auto& leads = all.front().leads;
  const auto result = demo::read_file_leads(wanted, [&leads](demo::imported_lead&& each) {
    leads.push_back(std::move(each.lead));
    return true;
  });
  if (!result) {
    return std::nullopt;
  }
  if (leads.empty() && !wanted.dry_run) {
    tell("demo: there is no lead to serve\n");
    return std::nullopt;
  }
  return all;
}

/// Tells why each lead of a page matches, and why it stands before the next.
template <class Endpoint, class Store>
void explain(const Store& store, const leadcore::organisation_id& organisation,
             std::string_view query_string) {
  const auto query = leadcore::parse_query<Endpoint>(query_string);
  if (!query.has_value()) {
    return;
  }
  const auto describe = [&](const auto& page) {
    for (std::size_t i = 0; i < page.data.size(); ++i) {
      const auto& row = leadcore::detail::row(page.data[i]);
      tell(std::string(leadcore::field<"id">(row)) + ": " +
           leadcore::to_string(leadcore::why_matched<Endpoint>(row, *query)) + "\n");
      if (i + 1 < page.data.size()) {
        tell("  " + leadcore::to_string(leadcore::why_before<Endpoint>(row, page.data[i + 1])) +
             "\n");
      }
    }
  };
  const auto answer = store.list(organisation, *query);
  if constexpr (requires { answer.has_value(); }) {
    if (answer.has_value()) {
      describe(*answer);
    }
  } else {
    describe(answer);
  }
}

struct known_keys {
  demo::api_keys digests;
  std::string made; ///< a random key to print, if none was given
};

/// The keys of a file and of the environment, or else a random one; nothing after printing the
/// reason.
std::optional<known_keys> get_keys(const demo::options& wanted) {
  const leadcore::principal first{id_of(demo::sample_organisations.front()), wanted.scopes};
  known_keys keys;
  std::size_t count = 0;
  const auto add = [&](std::string_view text, const std::string& source) {
    const auto added = demo::add_api_keys(keys.digests, text, first);
    if (added.has_value()) {
      count += *added;
    } else {
      tell("demo: " + source + ": " + added.error() + "\n");
    }
    return added.has_value();
  };
  if (!wanted.api_key_file.empty()) {
    const auto text = read_file(wanted.api_key_file);
    if (!text.has_value()) {
      tell("demo: " + wanted.api_key_file + ": " + text.error() + "\n");
      return std::nullopt;
    }
    if (!add(*text, wanted.api_key_file)) {
      return std::nullopt;
    }
  }
  if (const char* const text = std::getenv("LEADCORE_API_KEYS");
      text != nullptr && !add(text, "LEADCORE_API_KEYS")) {
    return std::nullopt;
  }
  if (count == 0) {
    keys.made = demo::random_key();
    if (keys.made.empty()) {
      tell("demo: the system has no random numbers for an API key; --api-key-file can give one\n");
      return std::nullopt;
    }
    keys.digests.add(demo::sha256(keys.made), first);
  }
  return keys;
}

/// Serves until a signal.
/// @param shown_key  part of the printed cURL line
int serve(const demo::options& wanted, demo::http_front::handler handler,
          const std::string& shown_key, std::uint64_t leads) {
  demo::http_front front(std::move(handler), wanted.front);
  const auto port = front.listen(wanted.host, static_cast<std::uint16_t>(wanted.port));
  if (!port.has_value()) {
    tell("demo: cannot serve at " + wanted.host + ":" + std::to_string(wanted.port) + ": " +
         port.error() + " (see --host, --port and --access-log)\n");
    return failed;
  }
  if (!front.is_loopback()) {
    tell("demo: this is plain HTTP: whoever is between sees keys and leads; put a proxy with TLS "
         "before it, or listen on 127.0.0.1\n");
  }
  const bool is_local =
      wanted.host == "127.0.0.1" || wanted.host == "0.0.0.0" || wanted.host == "::";
  const std::string host = is_local ? "localhost" : wanted.host;
  const std::string url = "http://" +
                          (host.find(':') == std::string::npos ? host : "[" + host + "]") + ":" +
                          std::to_string(*port) + "/api/v1/leads";
  if (!print(
          std::to_string(leads) + " leads at " + url + " (Ctrl-C stops). Ask with:\n\n" + "curl '" +
          url + "?status=QUALIFIED&search=acme&pageSize=2' -H 'Authorization: Bearer " + shown_key +
          "'\n\nor try it in a browser: " + url.substr(0, url.find("/api/")) + "/docs/leads\n\n")) {
    return failed;
  }
  const auto ended = front.run();
  tell(std::string("demo: stopped by ") + (ended.signal == SIGINT ? "SIGINT" : "SIGTERM") + "\n");
  if (!ended.is_complete) {
    tell("demo: an answer was still being computed\n");
    std::_Exit(failed);
  }
  return 0;
}

/// Answers one query, or serves, from a store.
template <class Endpoint = leadcore::leads_endpoint, class Store>
int answer(const demo::options& wanted, const Store& store,
           const leadcore::organisation_id& organisation, std::uint64_t leads) {
  if (wanted.once) {
    demo::api_keys keys;
    keys.add(demo::sha256("once"), {organisation, wanted.scopes});
    const std::string target = "/api/v1/leads?" + *wanted.once;
    const auto made = leadcore::http::list_leads<Endpoint>(
        {"GET", target, {{"Authorization", "Bearer once"}}}, store, keys, wanted.front.answers);
    if (wanted.explain && made.status == 200) {
      explain<Endpoint>(store, organisation, *wanted.once);
    }
    return print(made.body + "\n") && made.status == 200 ? 0 : failed;
  }
  auto keys = get_keys(wanted);
  if (!keys) {
    return failed;
  }
  const std::string shown = keys->made.empty() ? "API_KEY" : std::exchange(keys->made, {});
  // Members of the sample sign in without a password, so only where the leads are the sample's.
  std::span<const demo::sample_organisation> organisations;
  if (!wanted.file && wanted.store.empty()) {
    organisations = demo::sample_organisations;
  }
  return serve(
      wanted,
      demo::make_handler<Endpoint>(store, keys->digests, wanted.front.answers, organisations),
      shown, leads);
}

/// Leads in a database: adds those of FILE; without one, serves the existing ones, or generated
/// ones.
int run_from_database(const demo::options& wanted) {
  const auto organisation = id_of(demo::sample_organisations.front());
  demo::progress_line progress(wanted.store.substr(wanted.store.find(':') + 1));
  demo::store_options chosen{.read_only = wanted.read_only || wanted.dry_run};
  if (wanted.progress || progress.is_terminal()) {
    chosen.progress = [&progress](std::uint64_t rows, std::uint64_t total) {
      progress(rows, static_cast<int>(rows * 100 / total));
    };
  }
  return demo::with_sql_store(wanted.store, chosen, [&](auto& store) {
    const auto failure = [&](std::string_view why) {
      tell("demo: " + wanted.store.substr(0, wanted.store.find(':')) + ": " + std::string(why) +
           "\n");
      return failed;
    };
    if (const auto why = store.prepare()) {
      return failure(*why);
    }
    auto there = store.list(organisation, {});
    if (there.has_value() && wanted.file) {
      if (!demo::import_into(store, organisation, wanted)) {
        return failed;
      }
      if (wanted.dry_run) {
        return 0;
      }
      there = store.list(organisation, {});
    } else if (there.has_value() && !wanted.read_only && (*there).pagination.total == 0) {
      const auto sample = get_leads(wanted);
      for (const auto& each : *sample) {
        if (const auto not_stored = demo::put(store, each.organisation, each.leads)) {
          return failure(*not_stored);
        }
      }
      there = store.list(organisation, {});
    }
    return there.has_value() ? answer(wanted, store, organisation, (*there).pagination.total)
                             : failed;
  });
}

/// Answers from memory, by the endpoint with a policy of search.
template <leadcore::search_policy Policy>
int run_with(const demo::options& wanted, std::vector<organisation_leads> all) {
  using endpoint = leadcore::basic_leads_endpoint<Policy>;
  leadcore::basic_memory_store<endpoint> store;
  for (auto& [organisation, leads] : all) {
    for (leadcore::lead& each : leads) {
      store.add(organisation, std::move(each));
    }
  }
  const auto& first = all.front().organisation;
  return answer<endpoint>(wanted, store, first, store.size(first));
}

int run(demo::options wanted) {
  constexpr std::string_view sqlite = "sqlite:";
  if (wanted.dry_run && wanted.store.starts_with(sqlite) &&
      access(wanted.store.c_str() + sqlite.size(), F_OK) != 0) {
    tell("demo: " + wanted.store + " does not exist yet: all leads would be added\n");
    wanted.store.clear();
  }
  if (!wanted.store.empty() && !wanted.dump) {
    return run_from_database(wanted);
  }
  auto all = get_leads(wanted);
  if (!all) {
    return failed;
  }
  if (wanted.dry_run) {
    return 0;
  }
  if (wanted.dump) {
    std::string lines;
    for (const auto& lead : all->front().leads) {
      append_json(lines, lead, leadcore::json_style::compact);
      lines += '\n';
    }
    return print(lines) ? 0 : failed;
  }

  using leadcore::folding;
  using leadcore::term_reading;
  if (wanted.unaccented && wanted.all_words) {
    return run_with<{folding::caseless_unaccented, term_reading::all_words}>(wanted,
                                                                             *std::move(all));
  }
  if (wanted.unaccented) {
    return run_with<{folding::caseless_unaccented, term_reading::phrase}>(wanted, *std::move(all));
  }
  if (wanted.all_words) {
    return run_with<{folding::caseless, term_reading::all_words}>(wanted, *std::move(all));
  }
  leadcore::index_store store;
  for (const auto& [organisation, leads] : *all) {
    store.of(organisation).assign(leads);
  }
  all.reset();
  const auto first = id_of(demo::sample_organisations.front());
  return answer(wanted, store, first, store.size(first));
}

} // namespace

int main(int count, char** arguments) {
  auto wanted = demo::parse_command_line(count, arguments);
  if (!wanted.has_value()) {
    tell("demo: " + wanted.error() + "\ndemo: --help shows what there is\n");
    return wrong_usage;
  }
  if ((*wanted).help) {
    return print(demo::usage) ? 0 : failed;
  }
  if ((*wanted).list_statuses) {
    std::string lines;
    for (const auto& [words, status] : demo::status_words()) {
      lines += std::string(to_string(status)) + "\t" + std::string(words) + "\n";
    }
    return print(lines) ? 0 : failed;
  }
  return run(std::move(*wanted));
}
