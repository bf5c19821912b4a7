// SPDX-License-Identifier: BSL-1.0
#include <leadcore/store/durable.hpp>

#include "support/durable_files.hpp"
#include "support/endpoints.hpp"
#include "support/leads.hpp"
#include "support/organisation.hpp"

#include <leadcore/http/list_leads.hpp>
#include <leadcore/json/write.hpp>
#include <leadcore/query/list.hpp>
#include <leadcore/query/query_string.hpp>

#include <sqlite3.h>

#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace leadcore;
using leadcore::test_support::asked;
using leadcore::test_support::durable_folder;
using leadcore::test_support::many;
using leadcore::test_support::opened;
using leadcore::test_support::organisation;
using leadcore::test_support::refusal;
using leadcore::test_support::run_sqlite;

const organisation_id durable_acme = organisation("acme");

/// The keys of all rows, in order.
std::string keys_of(const durable_store& store, const organisation_id& of = durable_acme) {
  std::string all;
  for (const std::string& id : test_support::ids(store.list(of, asked("pageSize=100")))) {
    all += (all.empty() ? "" : " ") + id;
  }
  return all;
}

std::vector<lead> three_rows() {
  return {test_support::row("1", "Jane Doe", 5), test_support::row("2", "Zoë Groß", 6, "u1"),
          test_support::row("3", "王小明")};
}

/// Runs a function in another process. @return what it returned
template <class Function> int in_another_process(Function function) {
  const pid_t child = fork();
  if (child == 0) {
    _exit(function());
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace

// spec org.1, org.2
TEST_CASE("a durable_store keeps the rows of each organisation", "[durable]") {
  const durable_folder folder;
  const auto rows = many(300, 1);
  const char* const queries[] = {"", "page=3&pageSize=20", "status=QUALIFIED", "search=zo%C3%AB",
                                 "assignedToId=unassigned&search=acme&pageSize=5"};
  const auto answers = [&](const durable_store& store) {
    for (const char* const query : queries) {
      INFO(query);
      CHECK(to_json(store.list(durable_acme, asked(query))) ==
            to_json(leadcore::list(rows, asked(query))));
    }
    CHECK(keys_of(store, organisation("b")) == "1");
    CHECK(store.list(organisation("b"), asked("search=jane")).pagination.total == 1);
    CHECK(keys_of(store, organisation("c")).empty());
    CHECK(store.size(durable_acme) == 300);
  };
  std::string state;
  {
    const auto store = opened(folder.file());
    CHECK_FALSE(store->write(durable_acme, rows));
    CHECK_FALSE(store->upsert(organisation("b"), test_support::row("1", "Jane of B")));
    answers(*store);
    state = store->list(durable_acme, {}).version();
  }
  CHECK(folder.bytes().size() == 1); // one file, which can be copied
  const auto store = opened(folder.file());
  answers(*store);
  CHECK(store->list(durable_acme, {}).version() == state);
}

TEST_CASE("a change of a durable_store happens at once or not at all", "[durable]") {
  const durable_folder folder;
  const auto store = opened(folder.file());
  CHECK_FALSE(store->write(durable_acme, three_rows()));
  const auto before = store->list(durable_acme, {});

  std::vector<lead> change{test_support::row("4", "Ann"), test_support::row("5", "O'Neil")};
  change[1].notes = std::string("a\0b", 3);
  const std::vector<std::string> erased{"1"};
  const auto failed = store->write(durable_acme, change, erased);
  REQUIRE(failed);
  CHECK(failed->code == durable_errc::invalid_row);
  CHECK(failed->key == "5");
  REQUIRE(failed->problems.size() == 1);
  CHECK(failed->problems[0].code == lead_errc::nul_character);
  CHECK(keys_of(*store) == "1 2 3");
  CHECK(store->list(durable_acme, {}).version() == before.version());

  // Erased first, then replaced or inserted, of equal keys the last.
  change[1] = test_support::row("1", "Jane again", 7);
  change.push_back(test_support::row("1", "Jane", 8));
  CHECK_FALSE(store->write(durable_acme, change, erased));
  CHECK(keys_of(*store) == "2 1 3 4");
  CHECK(store->list(durable_acme, asked("search=again")).pagination.total == 0);
  CHECK(to_json(before) == to_json(leadcore::list(three_rows(), {}))); // a page stays as it is
  CHECK_FALSE(store->erase(durable_acme, "nobody"));
  CHECK_FALSE(store->erase(durable_acme, "2"));
  CHECK(keys_of(*store) == "1 3 4");
  CHECK_FALSE(store->write(durable_acme, {}));
}

// A client's 304 must not outlive the rows, also where the numbers of changes come again.
TEST_CASE("a function fills a change of a durable_store, and an error of it undoes it",
          "[durable]") {
  const durable_folder folder;
  const auto rows = many(40, 3);
  {
    const auto store = opened(folder.file());
    const auto fill_all = [&rows](durable_store::change& change) {
      std::optional<durable_error> failed;
      for (auto each = rows.begin(); each != rows.end() && !failed; ++each) {
        failed = change.upsert(*each);
      }
      return failed;
    };
    REQUIRE_FALSE(store->write(durable_acme, fill_all)); // all are new: the index is built anew
    CHECK(store->size(durable_acme) == 40);
    const auto before = to_json(store->list(durable_acme, {}));

    // Few steps, in their order: the last one decides.
    REQUIRE_FALSE(store->write(durable_acme, [&](durable_store::change& change) {
      auto failed = change.erase(rows[0].id);
      failed = failed ? failed : change.upsert(rows[0]);
      failed = failed ? failed : change.upsert(rows[1]);
      return failed ? failed : change.erase(rows[1].id);
    }));
    CHECK(store->size(durable_acme) == 39);
    REQUIRE_FALSE(store->upsert(durable_acme, rows[1]));
    CHECK(to_json(store->list(durable_acme, {})) == before);

    for (const std::size_t steps : {std::size_t{1}, rows.size()}) { // kept, and too many to keep
      const auto refused = store->write(durable_acme, [&](durable_store::change& change) {
        std::optional<durable_error> failed;
        for (std::size_t i = 0; i < steps && !failed; ++i) {
          failed = change.erase(rows[i].id);
        }
        CHECK_FALSE(failed);
        return std::optional(durable_error{durable_errc::refused, "not now", {}, {}});
      });
      REQUIRE(refused);
      CHECK(refused->message == "not now");
      CHECK(to_json(store->list(durable_acme, {})) == before);
    }
    const auto old_version = std::string(store->list(durable_acme, {}).version());
    REQUIRE_FALSE(store->write(
        durable_acme, [](durable_store::change&) { return std::optional<durable_error>(); }));
    CHECK(store->list(durable_acme, {}).version() == old_version); // nothing changed
  }
  CHECK(opened(folder.file())->size(durable_acme) == 40);
}

TEST_CASE("the version of a durable page names the state of an organisation's rows", "[durable]") {
  const durable_folder folder;
  const auto version_of = [](const durable_store& store, const organisation_id& of) {
    return std::string(store.list(of, {}).version());
  };
  std::vector<std::string> seen;
  {
    const auto store = opened(folder.file());
    seen.push_back(version_of(*store, durable_acme));
    for (int i = 0; i < 3; ++i) {
      CHECK_FALSE(store->upsert(durable_acme, test_support::row("1", std::to_string(i))));
      seen.push_back(version_of(*store, durable_acme));
    }
    CHECK_FALSE(store->upsert(organisation("b"), test_support::row("1", "b")));
    CHECK(version_of(*store, durable_acme) == seen.back());
  }
  std::filesystem::copy_file(folder.file(), folder.file("backup.db"));
  for (const char* const file : {"leads.db", "backup.db"}) { // both change once more
    const auto store = opened(folder.file(file));
    CHECK(version_of(*store, durable_acme) == seen[3]);
    CHECK_FALSE(store->erase(durable_acme, "1"));
    seen.push_back(version_of(*store, durable_acme));
  }
  CHECK(version_of(*opened(folder.file()), durable_acme) == seen[4]); // no rows are a state too
  std::sort(seen.begin(), seen.end());
  CHECK(std::unique(seen.begin(), seen.end()) == seen.end());
}

TEST_CASE("another program that changes rows deletes their state", "[durable]") {
  const durable_folder folder;
  CHECK_FALSE(opened(folder.file())->write(durable_acme, three_rows()));
  std::string before(opened(folder.file())->list(durable_acme, {}).version());
  run_sqlite(folder.file(), "UPDATE leads SET name = 'Else' WHERE id = '1';"
                            "DELETE FROM leadcore_states;");
  for (int i = 0; i < 2; ++i) {
    const auto page = opened(folder.file(), {.read_only = i == 0})->list(durable_acme, {});
    CHECK(page.pagination.total == 3);
    CHECK(page.version() != std::exchange(before, page.state));
  }
}

TEST_CASE("a durable_store gives 304 across a restart, and not after a change", "[durable]") {
  struct {
    std::optional<principal> authenticate(std::string_view) const {
      return principal{durable_acme, {"leads.read"}};
    }
  } const keys;
  const durable_folder folder;
  std::string tag;
  const auto status = [&] {
    const auto store = opened(folder.file());
    const auto answer = http::list_leads(
        {"GET", "/api/v1/leads", {{"Authorization", "Bearer k"}, {"If-None-Match", tag}}}, *store,
        keys);
    for (const auto& [name, value] : answer.headers) {
      tag = name == "ETag" ? value : tag;
    }
    return answer.status;
  };
  CHECK_FALSE(opened(folder.file())->write(durable_acme, three_rows()));
  CHECK(status() == 200);
  CHECK(status() == 304);
  CHECK_FALSE(opened(folder.file())->erase(durable_acme, "1"));
  CHECK(status() == 200);
  CHECK(status() == 304);
}

TEST_CASE("a database of another program is refused and stays as it is", "[durable]") {
  const durable_folder folder;
  const std::string leads = "CREATE TABLE leads (id INTEGER PRIMARY KEY, name TEXT);"
                            "INSERT INTO leads (name) VALUES ('theirs');";
  const std::string wal = "PRAGMA journal_mode = WAL;" + leads;
  const std::string kinds[] = {leads,
                               "CREATE TABLE users (id INTEGER);",
                               wal,
                               "PRAGMA application_id = 7;" + leads,
                               "PRAGMA application_id = 7;",
                               "PRAGMA user_version = 3;",
                               "PRAGMA encoding = 'UTF-16';" + leads};
  for (const std::string& kind : kinds) {
    INFO(kind);
    run_sqlite(folder.file("theirs.db"), kind);
    const auto before = folder.bytes();
    for (const bool read_only : {false, true}) {
      CHECK(refusal(folder.file("theirs.db"), {.read_only = read_only}).code ==
            durable_errc::not_ours);
      CHECK(folder.bytes() == before);
    }
    std::filesystem::remove(folder.file("theirs.db"));
  }
  // The log of a crashed program is left for it, though its tables are in there.
  run_sqlite(folder.file("theirs.db"), "PRAGMA journal_mode = WAL;");
  sqlite3* theirs = nullptr;
  REQUIRE(sqlite3_open(folder.file("theirs.db").c_str(), &theirs) == SQLITE_OK);
  REQUIRE(sqlite3_exec(theirs, leads.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  for (const std::string suffix : {"", "-wal"}) {
    std::filesystem::copy_file(folder.file("theirs.db" + suffix),
                               folder.file("crashed.db" + suffix));
  }
  sqlite3_close(theirs);
  const auto before = folder.bytes();
  CHECK(refusal(folder.file("crashed.db")).code == durable_errc::not_ours);
  CHECK(folder.bytes() == before);

  std::ofstream(folder.file("text.db")) << "this is a letter, " << std::string(5000, 'x');
  const auto text = folder.bytes();
  CHECK(refusal(folder.file("text.db")).code == durable_errc::not_ours);
  CHECK(folder.bytes() == text);
}

TEST_CASE("a file of another layout is refused", "[durable]") {
  const durable_folder folder;
  CHECK_FALSE(opened(folder.file())->write(durable_acme, three_rows()));
  const auto error = refusal<crm::endpoint>(folder.file());
  CHECK(error.code == durable_errc::other_layout);
  run_sqlite(folder.file(), "PRAGMA user_version = 2;");
  CHECK(refusal(folder.file()).code == durable_errc::other_layout);
  CHECK(refusal(folder.file()).message.find("version 2") != std::string::npos);
}

TEST_CASE("a durable file has one process, unless all only read", "[durable]") {
  const durable_folder folder;
  const auto code = [&](bool read_only) {
    const auto store = durable_store::open(folder.file(), {.read_only = read_only});
    return store.has_value() ? 0 : static_cast<int>(store.error().code);
  };
  const int in_use = static_cast<int>(durable_errc::in_use);
  {
    const auto store = opened(folder.file());
    for (const bool read_only : {false, true}) {
      CHECK(code(read_only) == in_use);
      CHECK(in_another_process([&] { return code(read_only); }) == in_use);
    }
    CHECK_FALSE(store->write(durable_acme, three_rows()));
  }
  const auto reads = opened(folder.file(), {.read_only = true});
  CHECK(in_another_process([&] { return code(false); }) == in_use);
  CHECK(in_another_process([&] { return code(true); }) == 0);
  CHECK(keys_of(*reads) == "1 2 3");
}

TEST_CASE("a durable_store that only reads changes and creates nothing", "[durable]") {
  const durable_folder folder;
  CHECK(refusal(folder.file(), {.read_only = true}).code == durable_errc::cannot_open);
  std::ofstream(folder.file("empty.db")).flush();
  CHECK(refusal(folder.file("empty.db"), {.read_only = true}).code == durable_errc::not_ours);
  CHECK_FALSE(opened(folder.file())->write(durable_acme, three_rows()));
  const auto before = folder.bytes();
  {
    const auto store = opened(folder.file(), {.read_only = true});
    CHECK(keys_of(*store) == "1 2 3");
    const auto failed = store->erase(durable_acme, "1");
    REQUIRE(failed);
    CHECK(failed->code == durable_errc::read_only);
    CHECK(keys_of(*store) == "1 2 3");
  }
  CHECK(folder.bytes() == before);
}

TEST_CASE("a file without the right to write is read, and refused for writing", "[durable]") {
  const durable_folder folder;
  CHECK_FALSE(opened(folder.file())->write(durable_acme, three_rows()));
  REQUIRE(chmod(folder.file().c_str(), 0444) == 0);
  REQUIRE(chmod(folder.path().c_str(), 0555) == 0);
  const int done = in_another_process([&] {
    if (geteuid() == 0 && setuid(65534) != 0) { // root may write anything
      return 1;
    }
    const auto reads = durable_store::open(folder.file(), {.read_only = true});
    const auto writes = durable_store::open(folder.file());
    return reads.has_value() && (*reads)->size(durable_acme) == 3 && !writes.has_value() &&
                   writes.error().code == durable_errc::read_only
               ? 0
               : 2;
  });
  REQUIRE(chmod(folder.path().c_str(), 0755) == 0);
  CHECK(done == 0);
}

TEST_CASE("a change without room is an error, and the state is the old one", "[durable]") {
  const durable_folder folder;
  const auto rows = many(200, 3);
  const auto large = many(10'000, 4);
  const auto fails = [&](const std::string& file, durable_errc code, auto lack, auto restore) {
    const auto store = opened(file);
    CHECK_FALSE(store->write(durable_acme, rows));
    const auto answer = [&] {
      return to_json(store->list(durable_acme, asked("search=doe&pageSize=100")));
    };
    const std::string before = answer();
    lack();
    const auto failed = store->write(durable_acme, large);
    restore();
    REQUIRE(failed);
    INFO(failed->message);
    CHECK(failed->code == code);
    CHECK(answer() == before);
    CHECK_FALSE(store->upsert(durable_acme, rows[0])); // a small one has room
    CHECK(answer() == before);
    CHECK(store->size(durable_acme) == 200);
  };

  rlimit limit{};
  REQUIRE(getrlimit(RLIMIT_FSIZE, &limit) == 0);
  const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  fails(
      folder.file(), durable_errc::io_failed,
      [&] {
        const rlimit full{300'000, limit.rlim_max};
        REQUIRE(setrlimit(RLIMIT_FSIZE, &full) == 0);
      },
      [&] { REQUIRE(setrlimit(RLIMIT_FSIZE, &limit) == 0); });
  std::signal(SIGXFSZ, old_handler);

  const std::string small = folder.file("small");
  std::filesystem::create_directory(small);
  if (mount("tmpfs", small.c_str(), "tmpfs", 0, "size=1m") == 0) { // root may
    fails(small + "/leads.db", durable_errc::disk_full, [] {}, [] {});
    REQUIRE(umount(small.c_str()) == 0);
  }
}

TEST_CASE("a damaged file is refused", "[durable]") {
  const durable_folder folder;
  CHECK_FALSE(opened(folder.file())->write(durable_acme, many(500, 5)));
  const auto size = std::filesystem::file_size(folder.file());
  {
    std::fstream file(folder.file(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(size / 2 / 4096 * 4096));
    file << std::string(4096, '\x5A');
  }
  const auto before = folder.bytes();
  CHECK(refusal(folder.file(), {.read_only = true}).code == durable_errc::corrupted);
  CHECK(folder.bytes() == before);
}

TEST_CASE("a row that is no record is named", "[durable]") {
  const durable_folder folder;
  CHECK_FALSE(opened(folder.file())->write(durable_acme, three_rows()));
  run_sqlite(folder.file(), "UPDATE leads SET phones = 'no list' WHERE id = '2';");
  const auto error = refusal(folder.file());
  CHECK(error.code == durable_errc::unreadable_row);
  CHECK(error.message.find("malformed_list in phones") != std::string::npos);
}

TEST_CASE("a durable file need not exist, but its folder must", "[durable]") {
  const durable_folder folder;
  CHECK(refusal(folder.file("no/such.db")).code == durable_errc::cannot_open);
  CHECK(folder.bytes().empty());
  // Names that SQLite would not take for files.
  const std::string here = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  for (const char* const name : {":memory:", "file:x?mode=memory", "a b%41#c"}) {
    CHECK_FALSE(opened(name)->upsert(durable_acme, test_support::row("1", "Jane")));
    CHECK(std::filesystem::exists(name));
    CHECK(opened(name)->size(durable_acme) == 1);
  }
  std::filesystem::current_path(here);
}

TEST_CASE("opening a durable_store counts its rows", "[durable]") {
  const durable_folder folder;
  {
    const auto store = opened(folder.file());
    CHECK_FALSE(store->write(durable_acme, many(70, 1)));
    CHECK_FALSE(store->write(organisation("b"), many(30, 2)));
  }
  load_progress progress;
  const auto store = opened(folder.file(), {.progress = &progress});
  CHECK(progress.rows == 100);
  CHECK(progress.total == 100);
}

TEST_CASE("a durable_store sorts nulls as configured", "[durable]") {
  const durable_folder folder;
  const auto store = opened(folder.file(), {.nulls = null_placement::first});
  CHECK_FALSE(store->write(durable_acme, three_rows()));
  CHECK(keys_of(*store) == "3 1 2");
}
