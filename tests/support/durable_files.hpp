// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_DURABLE_FILES_HPP
#define LEADCORE_TESTS_SUPPORT_DURABLE_FILES_HPP

// A folder for the files of durable stores, removed at the end, and what is in them.

#include <leadcore/store/durable.hpp>

#include "support/catch.hpp"

#include <sqlite3.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <unistd.h>

namespace leadcore::test_support {

/// A new folder in memory, where an fsync costs nothing, or else in /tmp.
class durable_folder {
 public:
  durable_folder() {
    path_ = access("/dev/shm", W_OK) == 0 ? "/dev/shm/leadcore.XXXXXX" : "/tmp/leadcore.XXXXXX";
    REQUIRE(mkdtemp(path_.data()) != nullptr);
  }
  durable_folder(const durable_folder&) = delete;
  durable_folder& operator=(const durable_folder&) = delete;
  ~durable_folder() { std::filesystem::remove_all(path_); }

  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  [[nodiscard]] std::string file(std::string_view name = "leads.db") const {
    return path_ + "/" + std::string(name);
  }
  /// The bytes of every file.
  [[nodiscard]] std::map<std::string, std::string> bytes() const {
    std::map<std::string, std::string> found;
    for (const auto& each : std::filesystem::directory_iterator(path_)) {
      std::ifstream in(each.path(), std::ios::binary);
      found[each.path().filename()] = std::string(std::istreambuf_iterator<char>(in), {});
    }
    return found;
  }

 private:
  std::string path_;
};

/// A store that must open.
template <class Endpoint = leads_endpoint>
[[nodiscard]] std::unique_ptr<basic_durable_store<Endpoint>>
opened(const std::string& file, const durable_options& chosen = {}) {
  auto store = basic_durable_store<Endpoint>::open(file, chosen);
  INFO((store.has_value() ? "" : store.error().message));
  REQUIRE(store.has_value());
  return *std::move(store);
}

/// Why a store does not open.
template <class Endpoint = leads_endpoint>
[[nodiscard]] durable_error refusal(const std::string& file, const durable_options& chosen = {}) {
  const auto store = basic_durable_store<Endpoint>::open(file, chosen);
  REQUIRE_FALSE(store.has_value());
  INFO(store.error().message);
  CHECK(store.error().message.starts_with(file + ": "));
  return store.error();
}

/// Runs statements on a file, as another program would.
inline void run_sqlite(const std::string& file, const std::string& statements) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &database) == SQLITE_OK);
  const int done = sqlite3_exec(database, statements.c_str(), nullptr, nullptr, nullptr);
  const std::string why = sqlite3_errmsg(database);
  sqlite3_close(database);
  INFO(why);
  REQUIRE(done == SQLITE_OK);
}

} // namespace leadcore::test_support

#endif
