// SPDX-License-Identifier: BSL-1.0

// The demo: loads leads from a file, or generates some, and serves the documented endpoint.
// ./scripts/demo builds and runs it.

#include "answer.hpp"
#include "sql_store.hpp"

#include <leadcore/json/write.hpp>
#include <leadcore/store/index_store.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
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

namespace demo {
namespace {

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

} // namespace

bool print(std::string_view text) {
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() &&
         std::fflush(stdout) == 0;
}

std::optional<std::vector<organisation_leads>> get_leads(const options& wanted) {
  std::vector<organisation_leads> all;
  if (!wanted.file) {
    for (const auto& each : sample_organisations) {
      all.push_back({id_of(each), sample_leads(each, wanted.generate, wanted.seed)});
    }
    return all;
  }
  all.push_back({id_of(sample_organisations.front()), {}});
  auto& leads = all.front().leads;
  const auto result = read_file_leads(wanted, [&leads](imported_lead&& each) {
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

std::optional<known_keys> get_keys(const options& wanted) {
  const leadcore::principal first{id_of(sample_organisations.front()), wanted.scopes};
  known_keys keys;
  std::size_t count = 0;
  const auto add = [&](std::string_view text, const std::string& source) {
    const auto added = add_api_keys(keys.digests, text, first);
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
    keys.made = random_key();
    if (keys.made.empty()) {
      tell("demo: the system has no random numbers for an API key; --api-key-file can give one\n");
      return std::nullopt;
    }
    keys.digests.add(sha256(keys.made), first);
  }
  return keys;
}

int serve(const options& wanted, http_front::handler handler, const std::string& shown_key,
          std::uint64_t leads) {
  http_front front(std::move(handler), wanted.front);
  const auto port = front.listen(wanted.host, static_cast<std::uint16_t>(wanted.port));
  if (!port.has_value()) {
    tell("demo: cannot serve at " + wanted.host + ":" + std::to_string(wanted.port) + ": " +
         port.error() + " (see --host, --port and --access-log)\n");
    return exit_failed;
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
    return exit_failed;
  }
  const auto ended = front.run();
  tell(std::string("demo: stopped by ") + (ended.signal == SIGINT ? "SIGINT" : "SIGTERM") + "\n");
  if (!ended.is_complete) {
    tell("demo: an answer was still being computed\n");
    std::_Exit(exit_failed);
  }
  return 0;
}

namespace {

/// Prints leads as NDJSON.
class lead_printer {
 public:
  void operator()(const leadcore::lead& each) {
    append_json(lines_, each, leadcore::json_style::compact);
    lines_ += '\n';
    if (lines_.size() > most) {
      flush();
    }
  }
  /// @return whether all were printed
  bool flush() {
    is_good_ = is_good_ && print(lines_);
    lines_.clear();
    return is_good_;
  }

 private:
  static constexpr std::size_t most = 1U << 16U;

  std::string lines_{};
  bool is_good_ = true;
};

/// Leads in a database: adds those of FILE; without one, serves the existing ones, or generated
/// ones.
int run_from_database(const options& wanted) {
  const auto organisation = id_of(sample_organisations.front());
  progress_line progress(wanted.store.substr(wanted.store.find(':') + 1));
  store_options chosen{.read_only =
                           wanted.read_only || wanted.dry_run || (wanted.dump && !wanted.file)};
  if (wanted.progress || progress.is_terminal()) {
    chosen.progress = [&progress](std::uint64_t rows, std::uint64_t total) {
      progress(rows, static_cast<int>(rows * 100 / total));
    };
  }
  return with_sql_store(wanted.store, chosen, [&](auto& store) {
    const auto failure = [&](std::string_view why) {
      tell("demo: " + wanted.store.substr(0, wanted.store.find(':')) + ": " + std::string(why) +
           "\n");
      return exit_failed;
    };
    if (const auto why = store.prepare()) {
      return failure(*why);
    }
    auto there = store.list(organisation, {});
    if (there.has_value() && wanted.file) {
      if (!import_into(store, organisation, wanted)) {
        return exit_failed;
      }
      if (wanted.dry_run) {
        return 0;
      }
      there = store.list(organisation, {});
    } else if (there.has_value() && !chosen.read_only && (*there).pagination.total == 0) {
      const auto sample = get_leads(wanted);
      for (const auto& each : *sample) {
        if (const auto not_stored = demo::put(store, each.organisation, each.leads)) {
          return failure(*not_stored);
        }
      }
      there = store.list(organisation, {});
    }
    if (there.has_value() && wanted.dump) {
      lead_printer printer;
      const auto why =
          store.for_each(organisation, [&](const leadcore::lead& each) { printer(each); });
      return why ? failure(*why) : printer.flush() ? 0 : exit_failed;
    }
    return there.has_value() ? answer(wanted, store, organisation, (*there).pagination.total)
                             : exit_failed;
  });
}

int run(options wanted) {
  constexpr std::string_view sqlite = "sqlite:";
  if (wanted.dry_run && wanted.store.starts_with(sqlite) &&
      access(wanted.store.c_str() + sqlite.size(), F_OK) != 0) {
    tell("demo: " + wanted.store + " does not exist yet: all leads would be added\n");
    wanted.store.clear();
  }
  if (!wanted.store.empty()) {
    return run_from_database(wanted);
  }
  auto all = get_leads(wanted);
  if (!all) {
    return exit_failed;
  }
  if (wanted.dry_run) {
    return 0;
  }
  if (wanted.dump) {
    lead_printer printer;
    std::ranges::for_each(all->front().leads, [&](const auto& each) { printer(each); });
    return printer.flush() ? 0 : exit_failed;
  }

  if (wanted.unaccented || wanted.all_words) {
    return run_with_policy(wanted, *std::move(all));
  }
  leadcore::index_store store;
  for (const auto& [organisation, leads] : *all) {
    store.of(organisation).assign(leads);
  }
  all.reset();
  const auto first = id_of(sample_organisations.front());
  return answer(wanted, store, first, store.size(first));
}

} // namespace
} // namespace demo

int main(int count, char** arguments) {
  auto wanted = demo::parse_command_line(count, arguments);
  if (!wanted.has_value()) {
    demo::tell("demo: " + wanted.error() + "\ndemo: --help shows what there is\n");
    return demo::exit_wrong_usage;
  }
  if ((*wanted).help) {
    return demo::print(demo::usage) ? 0 : demo::exit_failed;
  }
  if ((*wanted).list_statuses) {
    std::string lines;
    for (const auto& [words, status] : demo::status_words()) {
      lines += std::string(to_string(status)) + "\t" + std::string(words) + "\n";
    }
    return demo::print(lines) ? 0 : demo::exit_failed;
  }
  return demo::run(std::move(*wanted));
}
