// SPDX-License-Identifier: BSL-1.0
// leadcore-verify: does an implementation answer as docs/spec.md says?

#include "verify/library.hpp"
#include "verify/options.hpp"
#include "verify/pipe.hpp"
#include "verify/report.hpp"
#ifdef LEADCORE_VERIFY_HTTP
#include "verify/http/http.hpp"
#endif

#include <leadcore/version.hpp>

#include <exception>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

namespace {

using namespace leadcore::verify;

constexpr auto usage = R"(leadcore-verify: does an implementation answer as docs/spec.md says?

  leadcore-verify pipe [OPTION]... -- COMMAND [ARGUMENT]...
      a port, which answers calls on its standard input and output (docs/verify.md)
  leadcore-verify http URL [OPTION]...
      a live server
  leadcore-verify answer
      the library as a port: answers the calls of docs/verify.md, one JSON line each
  leadcore-verify COMMAND --help     the options of a command
  leadcore-verify --version

Options of both commands:
  --json          print the report as JSON
  --junit FILE    also write it as JUnit XML
  --max N         show N differences in full (20), of the others only the ids
  --vectors DIR   read the vectors from there

Exit status: 0 conforms, 1 differs, 2 could not be verified.
)";

int write(const report& found, bool as_json, const std::optional<std::string>& junit,
          std::size_t in_full) {
  if (as_json) {
    found.write_json(std::cout);
  } else {
    found.write_people(std::cout, in_full);
  }
  if (junit) {
    std::ofstream out(*junit, std::ios::binary);
    found.write_junit(out);
    if (!out.flush()) {
      throw std::runtime_error("cannot write " + *junit);
    }
  }
  if (!std::cout.flush()) {
    throw std::runtime_error("cannot write the report");
  }
  return found.status();
}

int run(const std::string& command, arguments given) {
  if (given.flag("--help")) {
#ifdef LEADCORE_VERIFY_HTTP
    const auto* const of_http = http_usage;
#else
    const auto* const of_http = usage;
#endif
    std::cout << (command == "pipe" ? pipe_usage : command == "http" ? of_http : usage);
    return 0;
  }
  const bool as_json = given.flag("--json");
  const auto junit = given.value("--junit");
  const auto in_full = given.number("--max", 0, 1'000'000).value_or(20);
  if (command == "pipe") {
    const auto found = verify_pipe(given);
    return found ? write(*found, as_json, junit, in_full) : 0;
  }
#ifdef LEADCORE_VERIFY_HTTP
  if (command == "http") {
    const auto found = verify_http(given);
    return found ? write(*found, as_json, junit, in_full) : 0;
  }
#else
  if (command == "http") {
    throw usage_error("this program was built without libcurl, so it cannot verify a live server");
  }
#endif
  if (command == "answer") {
    answer_all(std::cin, std::cout);
    return 0;
  }
  throw usage_error("unknown command '" + command + "'");
}

} // namespace

int main(int count, char** texts) {
  try {
    std::vector<std::string> all(texts + (count > 0 ? 1 : 0), texts + count);
    if (all.empty() || all.front() == "--help") {
      (all.empty() ? std::cerr : std::cout) << usage;
      return all.empty() ? 2 : 0;
    }
    if (all.front() == "--version") {
      std::cout << "leadcore-verify " << leadcore::version << '\n';
      return 0;
    }
    const std::string command = all.front();
    all.erase(all.begin());
    return run(command, arguments(std::move(all)));
  } catch (const usage_error& error) {
    std::cerr << "leadcore-verify: " << error.what() << "\nleadcore-verify --help shows the use\n";
  } catch (const std::exception& error) {
    std::cerr << "leadcore-verify: " << error.what() << '\n';
  }
  return 2;
}
