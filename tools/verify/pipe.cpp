// SPDX-License-Identifier: BSL-1.0
#include "verify/pipe.hpp"

#include "verify/cases.hpp"
#include "verify/causes.hpp"
#include "verify/laws.hpp"
#include "verify/port.hpp"
#include "verify/progress.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <fnmatch.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::verify {

const char* const pipe_usage =
    R"(leadcore-verify pipe [OPTION]... -- COMMAND [ARGUMENT]...

Starts a port, asks it every vector that it claims, and compares its answers. docs/verify.md has the
protocol, docs/porting.md the steps.

  --run PATTERN    only cases whose id matches, such as 'query.*', or that have this rule, such as
                   query.4; may be repeated
  --skip PATTERN   no such cases; may be repeated
  --step N         only the cases of step N of docs/porting.md, 1 to 8
  --laws N         also N drawn cases of each chosen call, compared with what leadcore answers;
                   counterexamples are shrunk and printed as lines for the vectors
  --seed S         of the drawn cases (1)
  --only-laws      ask no vectors
  --first          stop at the first difference
  --level LEVEL    a level that the port has to claim; may be repeated
  --list           print the chosen cases, and start no port
  --timeout SEC    for each answer (10)
  --json, --junit FILE, --max N, --vectors DIR: leadcore-verify --help

Exit status: 0 conforms, 1 differs, 2 could not be verified.
)";

namespace {

/// The files of each step of docs/porting.md.
constexpr std::array<std::string_view, 8> steps{
    "utf8 status timestamp email", "fold contains", "phone phone_type", "query",
    "match order page list",       "json_write",    "lead json_read",   "http"};

[[nodiscard]] std::string topic_of(const vector_case& each) {
  return each.id.substr(0, each.id.find('.'));
}

/// The position of a file in the steps.
[[nodiscard]] std::pair<std::size_t, std::size_t> step_of(const std::string& topic) {
  for (std::size_t step = 0; step < steps.size(); ++step) {
    const std::string names = " " + std::string(steps[step]) + " ";
    if (const auto at = names.find(" " + topic + " "); at != std::string::npos) {
      return {step, at};
    }
  }
  return {steps.size(), 0};
}

[[nodiscard]] bool is_load(const vector_case& each) {
  return each.call.starts_with("load_");
}

/// Which cases are asked.
struct selection {
  std::vector<std::string> run;
  std::vector<std::string> skip;
  std::optional<std::uint64_t> step;

  explicit selection(arguments& given)
      : run(given.values("--run")), skip(given.values("--skip")),
        step(given.number("--step", 1, steps.size())) {}

  [[nodiscard]] bool has(const vector_case& each) const {
    const auto matches = [&](const std::string& pattern) {
      const auto* also = each.whole.if_contains("also");
      return fnmatch(pattern.c_str(), each.id.c_str(), 0) == 0 || pattern == each.rule ||
             (also != nullptr && std::find(also->as_array().begin(), also->as_array().end(),
                                           json::value(pattern)) != also->as_array().end());
    };
    return (!step || step_of(topic_of(each)).first == *step - 1) &&
           (run.empty() || std::any_of(run.begin(), run.end(), matches)) &&
           std::none_of(skip.begin(), skip.end(), matches);
  }

  /// The cases that are chosen, and those that load what these read.
  [[nodiscard]] std::vector<vector_case> of(std::vector<vector_case> all) const {
    std::set<std::string> read;
    for (const vector_case& each : all) {
      if (has(each)) {
        read.insert(topic_of(each));
      }
    }
    std::erase_if(all, [&](const vector_case& each) {
      return !has(each) && !(is_load(each) && read.contains(topic_of(each)));
    });
    std::sort(all.begin(), all.end(), [](const vector_case& a, const vector_case& b) {
      return std::pair(step_of(topic_of(a)), a.id) < std::pair(step_of(topic_of(b)), b.id);
    });
    return all;
  }
};

/// The calls of cases, in order, but those that load.
[[nodiscard]] std::vector<std::string> calls_of(const std::vector<vector_case>& cases) {
  std::vector<std::string> calls;
  for (const vector_case& each : cases) {
    if (!is_load(each) && std::find(calls.begin(), calls.end(), each.call) == calls.end()) {
      calls.push_back(each.call);
    }
  }
  return calls;
}

[[nodiscard]] claims say_hello(port& asked) {
  const json::object hello = asked.ask("hello", "hello", nullptr);
  const auto* out = hello.if_contains("out");
  try {
    return claims_of(out == nullptr ? json::value() : *out);
  } catch (const usage_error& error) {
    throw no_answer("bad_hello",
                    "hello is answered " + shown(json::value(hello)) + ": " + error.what());
  }
}

void ask_vectors(port& asked, const claims& by, const std::vector<vector_case>& cases,
                 bool only_first, report& found, std::vector<const vector_case*>& passed) {
  progress shown(cases.size());
  for (const vector_case& each : cases) {
    shown.step(each.id);
    std::string level = level_of(each);
    if (!is_claimed(level, each.in, by)) {
      found.count(level, each.id, outcome::not_claimed);
      continue;
    }
    if (level == "phone-codes" && !by.has_level(level)) {
      level = "phone";
    }
    const json::object answer = asked.ask(each.id, each.call, each.in);
    const auto* out = answer.if_contains("out");
    if (out == nullptr) {
      found.count(level, each.id, outcome::unsupported);
      continue;
    }
    json::value wanted = compared(each.call, each.in, each.out, by, false);
    json::value got = compared(each.call, each.in, *out, by, true);
    if (wanted == got) {
      found.count(level, each.id, outcome::same);
      passed.push_back(&each);
    } else if (depends_on_platform(each, by)) {
      found.count(level, each.id, outcome::by_platform);
    } else {
      found.differs(level, {each.id,
                            each.rule,
                            each.call,
                            each.why,
                            each.in,
                            std::move(wanted),
                            std::move(got),
                            {},
                            loaded_by(cases, each.in)});
      if (only_first) {
        return;
      }
    }
  }
}

/// Names likely causes, with right answers to the same calls as evidence.
void explain(const claims& by, const std::vector<vector_case>& cases,
             const std::vector<const vector_case*>& passed, report& found) {
  constexpr std::size_t most = 200; // of a call
  std::map<std::string, std::size_t> left;
  for (const finding& each : found.findings()) {
    left[each.call] = most;
  }
  std::vector<finding> right;
  for (const vector_case* each : passed) {
    if (auto at = left.find(each->call); at != left.end() && at->second > 0) {
      --at->second;
      const json::value out = compared(each->call, each->in, each->out, by, false);
      right.push_back({each->id,
                       each->rule,
                       each->call,
                       each->why,
                       each->in,
                       out,
                       out,
                       {},
                       loaded_by(cases, each->in)});
    }
  }
  name_causes(by, found.findings(), right);
}

} // namespace

std::optional<report> verify_pipe(arguments& given) {
  const std::string vectors = find_vectors(given);
  const selection chosen(given);
  const auto levels = given.values("--level");
  const law_options laws{
      given.number("--laws", 0, 1'000'000'000).value_or(0),
      given.number("--seed", 0, std::numeric_limits<std::uint64_t>::max()).value_or(1),
      given.flag("--first")};
  const bool only_laws = given.flag("--only-laws");
  const bool is_list = given.flag("--list");
  const std::chrono::seconds timeout(given.number("--timeout", 1, 86'400).value_or(10));
  if (const auto rest = given.rest(); !rest.empty()) {
    throw usage_error("'" + rest.front() + "' is no option; the command of the port follows --");
  }
  std::ifstream manifest_file(vectors + "/manifest.json");
  const json::value manifest =
      json::parse(std::string(std::istreambuf_iterator<char>(manifest_file), {}));
  const auto is_level = [&](const std::string& level) {
    return manifest.at("levels").as_object().contains(level);
  };
  for (const std::string& level : levels) {
    if (!is_level(level)) {
      throw usage_error("--level: there is no level " + level);
    }
  }
  const auto all = read_all(vectors);
  const auto cases = chosen.of(all);
  if (cases.empty()) {
    throw usage_error("no case is chosen");
  }
  if (is_list) {
    for (const vector_case& each : cases) {
      std::cout << each.id << '\t' << each.rule << '\t' << level_of(each) << '\t' << each.call
                << '\t' << each.why << '\n';
    }
    return std::nullopt;
  }
  if (given.command().empty()) {
    throw usage_error("the command of the port is missing: leadcore-verify pipe -- COMMAND ...");
  }
  std::string name;
  for (const std::string& word : given.command()) {
    name += (name.empty() ? "" : " ") + word;
  }
  report found(name, find_spec(vectors));
  claims by;
  std::vector<const vector_case*> passed;
  try {
    port asked(given.command(), timeout);
    by = say_hello(asked);
    found.note(by.implementation + ", Unicode " + by.unicode + ", libphonenumber " +
               by.libphonenumber);
    for (const std::string& level : levels) {
      if (!by.has_level(level)) {
        found.fault("the level " + level + " is not claimed");
      }
    }
    for (const auto& [claimed, prefix] : {std::pair(&by.levels, ""), {&by.profiles, "profile:"}}) {
      for (const std::string& each : *claimed) {
        if (!is_level(prefix + each)) {
          found.fault("hello claims " + each + ", which is no level or profile");
        }
      }
    }
    if (!only_laws) {
      ask_vectors(asked, by, cases, laws.only_first, found, passed);
    }
    if (laws.count > 0) {
      found.note("laws: " + std::to_string(laws.count) + " drawn cases of each call, seed " +
                 std::to_string(laws.seed));
      ask_laws(asked, by, all, calls_of(cases), laws, found);
    }
    asked.finish();
  } catch (const no_answer& error) {
    found.stop(error.verdict, error.what());
  }
  explain(by, cases, passed, found);
  return found;
}

} // namespace leadcore::verify
