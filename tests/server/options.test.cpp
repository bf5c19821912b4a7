// SPDX-License-Identifier: BSL-1.0
#include "server/options.hpp"

#include "support/catch.hpp"

#include <string>
#include <vector>

using pairs = std::vector<std::pair<std::string, std::string>>;

static leadcore::result<demo::options, std::string> parse(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "demo");
  std::vector<char*> pointers;
  for (auto& each : arguments) {
    pointers.push_back(each.data());
  }
  pointers.push_back(nullptr);
  return demo::parse_command_line(static_cast<int>(arguments.size()), pointers.data());
}

TEST_CASE("without arguments everything has its default") {
  const auto wanted = parse({});
  REQUIRE(wanted.has_value());
  CHECK_FALSE((*wanted).file);
  CHECK_FALSE((*wanted).once);
  CHECK((*wanted).port == 8080);
  CHECK((*wanted).host == "127.0.0.1");
  CHECK((*wanted).generate == 3000);
  CHECK((*wanted).scopes == std::vector<std::string>{"leads.read"});
  CHECK((*wanted).store.empty());
  CHECK((*parse({"--store", "sqlite:a b.db"})).store == "sqlite:a b.db");
}

TEST_CASE("options are read before and after FILE, with and without an equals sign") {
  const auto wanted = parse({"--region",
                             "UK",
                             "leads.csv",
                             "--once=?status=LOST",
                             "--port=0",
                             "--strict",
                             "--zone",
                             "-05:30",
                             "--delimiter",
                             "tab",
                             "--date-order",
                             "dmy",
                             "--imported-at",
                             "2026-01-02T03:04:05Z",
                             "--api-key-file",
                             "k",
                             "--scopes",
                             "a, b",
                             "--header-timeout",
                             "1.5",
                             "--max-connections",
                             "7",
                             "--threads=2"});
  REQUIRE(wanted.has_value());
  CHECK((*wanted).file == "leads.csv");
  CHECK((*wanted).once == "status=LOST");
  CHECK((*wanted).port == 0);
  CHECK((*wanted).import.region == "GB");
  CHECK((*wanted).import.strict);
  CHECK((*wanted).import.zone == std::chrono::minutes(-330));
  CHECK((*wanted).import.delimiter == '\t');
  CHECK((*wanted).import.order == demo::date_order::dmy);
  CHECK((*wanted).imported_at == leadcore::parse_timestamp("2026-01-02T03:04:05Z").value());
  CHECK((*wanted).scopes == std::vector<std::string>{"a", "b"});
  CHECK((*wanted).api_key_file == "k");
  CHECK((*wanted).front.header_timeout == std::chrono::milliseconds(1500));
  CHECK((*wanted).front.idle_timeout == std::chrono::seconds(60));
  CHECK((*wanted).front.max_connections == 7);
  CHECK((*wanted).front.threads == 2);
}

TEST_CASE("mappings are lists of pairs") {
  const auto wanted =
      parse({"--map", "name=Full Name,phone=Tel\\, home", "--map", "phone=b\\=c", "--status-map",
             "Waiting room=CONTACTED,x=lost", "--default-status", "not_contacted"});
  REQUIRE(wanted.has_value());
  using enum demo::column_role;
  CHECK((*wanted).import.map == std::vector<std::pair<demo::column_role, std::string>>{
                                    {name, "Full Name"}, {phone, "Tel, home"}, {phone, "b=c"}});
  CHECK((*wanted).import.statuses ==
        demo::status_mapping{{"waiting room", leadcore::lead_status::contacted},
                             {"x", leadcore::lead_status::lost}});
  CHECK((*wanted).import.default_status == leadcore::lead_status::not_contacted);
  CHECK(demo::detail::parse_pairs("a=b,c=d=e").value() == pairs{{"a", "b"}, {"c", "d=e"}});
  for (const auto* wrong : {"", "a", "a=", "=b", "a=b,", ",a=b", "a=b,c"}) {
    INFO(wrong);
    CHECK_FALSE(demo::detail::parse_pairs(wrong).has_value());
  }
}

TEST_CASE("errors of the command line are reported") {
  const std::vector<std::vector<std::string>> cases{
      {"--bogus"},
      {"--port"},
      {"--port", "http"},
      {"--port", "65536"},
      {"--port", "-1"},
      {"--port", ""},
      {"--region", "Narnia"},
      {"--map", "colour=Farbe"},
      {"--map", "name"},
      {"--status-map", "x=NOPE"},
      {"--default-status", "hot"},
      {"--date-order", "ydm"},
      {"--replace", "shop", "a.csv"},
      {"--replace", " ", "--store", "sqlite:x", "a.csv"},
      {"--zone", "CEST"},
      {"--zone", ""},
      {"--imported-at", "yesterday"},
      {"--delimiter", ",,"},
      {"--delimiter", ""},
      {"--api-key", "secret"},
      {"--header-timeout", "0"},
      {"--idle-timeout", "1 s"},
      {"--max-connections", "0"},
      {"--threads", "0"},
      {"--generate", "-5"},
      {"--generate", "many"},
      {"--seed", "1.5"},
      {"--store", "leads.db"},
      {"--store", "sqlite:"},
      {"--store", "postgres"},
      {"--store", "mysql:x"},
      {"--read-only"},
      {"--read-only", "--store", "sqlite:a", "b.csv"},
      {"a.csv", "b.csv"},
      {"-x"}};
  for (const auto& arguments : cases) {
    INFO(arguments[0] << " " << (arguments.size() > 1 ? arguments[1] : ""));
    const auto wanted = parse(arguments);
    REQUIRE_FALSE(wanted.has_value());
    CHECK_FALSE(wanted.error().empty());
  }
  CHECK(parse({"leads.csv", "--bogus"}).error().starts_with("--bogus"));
  CHECK(parse({"--request-timeout", "x"}).error().starts_with("--request-timeout x: "));
  CHECK(parse({"--api-key", "secret"}).error().find("secret") == std::string::npos);
}

TEST_CASE("the usage names every option") {
  for (const auto* name : {"--once",
                           "--dump",
                           "--host",
                           "--port",
                           "--api-key-file",
                           "--scopes",
                           "--access-log",
                           "--header-timeout",
                           "--request-timeout",
                           "--idle-timeout",
                           "--max-connections",
                           "--max-connections-per-address",
                           "--threads",
                           "--generate",
                           "--seed",
                           "--region",
                           "--map",
                           "--status-map",
                           "--default-status",
                           "--date-order",
                           "--zone",
                           "--imported-at",
                           "--delimiter",
                           "--encoding",
                           "--strict",
                           "--report",
                           "--progress",
                           "--list-statuses",
                           "--help",
                           "--store",
                           "--read-only",
                           "--dry-run",
                           "--replace",
                           "--no-header",
                           "--list",
                           "--excel-dates"}) {
    INFO(name);
    CHECK(demo::usage.find(std::string(name) + " ") != std::string_view::npos);
  }
}
