// SPDX-License-Identifier: BSL-1.0
#include "verify/http/http.hpp"

#include "verify/cases.hpp"
#include "verify/http/probes.hpp"
#include "verify/http/session.hpp"
#include "verify/http/walk.hpp"

#include <leadcore/json/write.hpp>

#include <fnmatch.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace leadcore::verify {

const char* const http_usage =
    R"(leadcore-verify http URL --key-file FILE [OPTION]...: verifies a live server of the endpoint

URL is the address of the endpoint: http://HOST[:PORT][/PATH] or https; without a path it is
/api/v1/leads. Only this address is asked. The server is read, never written: methods other than
GET and HEAD are sent without the key.

  --key-file FILE    its first line is an API key with the scope leads.read
  --queries N        drawn queries about the leads of the server (100)
  --seed N           of the drawn queries (1)
  --rate N           requests a second (50); 0: no limit
  --requests N       requests at most (5000)
  --timeout N        seconds for one request (10)
  --total-time N     seconds for all (600)
  --max-body N       MiB of a body (16)
  --skip PATTERN     leave out requests whose id or rule matches, such as 'http.0104'; repeatable
  --seed-leads       print leads as a JSON array, to load into the server, and exit
  --seeded           the server has these leads: also send all vectors of lists, matches, orders,
                     pages and query strings
  --json, --junit FILE, --max N, --vectors DIR: leadcore-verify --help

Exit status: 0 conforms, 1 differs, 2 could not be verified.
)";

} // namespace leadcore::verify

namespace leadcore::verify::live {

namespace {

/// What the server does where the spec leaves a choice.
void learn_profile(session& with) {
  const auto large = parse_page_json(with.send(with.query("pageSize=101")).response.body);
  if (large.has_value() && (*large).pagination.page_size == max_page_size) {
    with.profile.queries = with.profile.queries | profiles::clamp;
  }
  if (with.send(with.query("leadcoreVerify=1")).response.status == 200) {
    with.profile.queries = with.profile.queries | profiles::ignore_unknown;
  }
  question without_key = with.query("");
  without_key.headers.clear();
  json::error_code failed;
  const auto problem = json::parse(with.send(without_key).response.body, failed);
  if (const auto* members = failed ? nullptr : problem.if_object()) {
    const auto* type = members->if_contains("type");
    constexpr std::string_view name = "unauthorized";
    if (type != nullptr && type->is_string() && type->get_string().ends_with(name)) {
      const std::string_view text = type->get_string();
      with.profile.problem_base = text.substr(0, text.size() - name.size());
    }
  }
}

/// Entity tags (spec 7.1): a page that has not changed is a 304 with its tag and without a body.
void check_tags(session& with) {
  const question plain = with.query("pageSize=1");
  const auto first = with.send(plain).response;
  const auto tag = http::find_header(first, "ETag");
  if (!tag) {
    return;
  }
  for (const std::string& condition : {std::string(*tag), "\"other\", W/" + std::string(*tag)}) {
    asked_probe done{
        {"entity tags", "tags." + condition, "http.7", "If-None-Match", plain}, {}, {}, 0};
    done.of.asked.headers.push_back({"If-None-Match", condition});
    const auto got = with.send(done.of.asked).response;
    const auto now = http::find_header(got, "ETag");
    if (got.status == 200 && now != tag && got.body != first.body) {
      continue; // written meanwhile
    }
    const auto value = [&](const char* name) {
      return json::value(http::find_header(got, name).value_or("(absent)"));
    };
    const json::value is{{"status", got.status},
                         {"ETag", value("ETag")},
                         {"Cache-Control", value("Cache-Control")},
                         {"Vary", value("Vary")}};
    const json::value wanted{{"status", 304},
                             {"ETag", *tag},
                             {"Cache-Control", "private, no-cache"},
                             {"Vary", "Authorization"}};
    if (is != wanted || !got.body.empty()) {
      done.found.push_back({"http.7", "not the 304 of an unchanged page (spec 7.1)", wanted, is});
    }
    with.tell(done);
  }
}

/// How many requests were made; only on a terminal.
class progress {
 public:
  progress() : shown_(isatty(STDERR_FILENO) == 1) {}
  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;
  ~progress() {
    if (shown_) {
      std::cerr << "\r\x1b[K" << std::flush;
    }
  }
  void show(std::size_t done, std::size_t all) const {
    if (shown_ && done % 16 == 0) {
      std::cerr << "\r\x1b[K" << done << " of " << all << " requests" << std::flush;
    }
  }

 private:
  bool shown_;
};

/// Queries that ask for less than a query.
std::vector<lead_query> simpler(const lead_query& query) {
  std::vector<lead_query> out;
  const auto add = [&](auto change) {
    lead_query less = query;
    change(less);
    if (less != query) {
      out.push_back(std::move(less));
    }
  };
  add([](lead_query& q) { q.status.reset(); });
  add([](lead_query& q) { q.assigned_to = {}; });
  add([](lead_query& q) { q.search = {}; });
  add([](lead_query& q) { q.page = {}; });
  add([](lead_query& q) { q.page.page = 1; });
  add([](lead_query& q) { q.page.page_size = default_page_size; });
  const std::size_t size = count_code_points(query.search.text());
  const auto part = [&](std::size_t first, std::size_t count) {
    add([&](lead_query& q) {
      const auto term = parse_search_term(testing::part_of(query.search.text(), first, count - 1));
      q.search = term.has_value() ? *term : q.search;
    });
  };
  if (size > 1) {
    part(0, size / 2);
    part(size / 2, size - size / 2);
    part(0, size - 1);
    part(1, size - 1);
  }
  return out;
}

/// Of a drawn query, a simpler one whose answer differs in the same way.
asked_probe shrink(session& with, asked_probe found) {
  constexpr int most_requests = 40;
  auto query = with.asked_query(found);
  if (!query || !found.page || !found.of.is_drawn || !with.is_new(found.found.front())) {
    return found;
  }
  int requests = 0;
  for (bool smaller = true; smaller && requests < most_requests;) {
    smaller = false;
    for (const lead_query& each : simpler(*query)) {
      probe next = found.of;
      next.asked = with.query(to_query_string(each));
      asked_probe done = with.ask(std::move(next));
      ++requests;
      if (!done.found.empty() && session::alike(done.found.front(), found.found.front())) {
        found = std::move(done);
        query = each;
        smaller = true;
        break;
      }
    }
  }
  return found;
}

/// Tells the differences that depend on the leads as they were read, unless writes explain them: if
/// leads were written meanwhile, asks again.
void settle(session& with, const walk& read, std::vector<asked_probe> pending) {
  constexpr int most_times = 3;
  walk before = read;
  std::size_t written = 0;
  for (int times = 0; times < most_times && !pending.empty(); ++times) {
    walk now = read_all_pages(with, false);
    const writes_seen seen = compare_walks(with, before, now);
    if (seen.none()) {
      for (asked_probe& each : pending) {
        with.tell(shrink(with, std::move(each)));
      }
      return;
    }
    written = std::max(written, seen.written.size());
    if (!explains(seen, now)) {
      tell_unexplained(with, now, seen);
    }
    with.known = model_of(now, with.profile.nulls);
    before = std::move(now);
    std::vector<asked_probe> still;
    for (const asked_probe& each : pending) {
      asked_probe again = with.ask(each.of);
      if (again.by_writes()) {
        still.push_back(std::move(again));
      } else {
        with.tell(again);
      }
    }
    pending = std::move(still);
  }
  std::size_t explained = 0;
  for (const asked_probe& each : pending) {
    const auto query = with.asked_query(each);
    const std::uint64_t total = query ? with.known->matching(*query).size() : 0;
    const std::uint64_t got = each.page ? each.page->pagination.total : total;
    if (std::max(total, got) - std::min(total, got) <= written) {
      ++explained;
    } else {
      with.tell(each);
    }
  }
  if (explained != 0) {
    with.out().note(std::to_string(explained) + " answers are not judged: up to " +
                    std::to_string(written) +
                    " leads were written between two walks, which can explain them");
  }
}

/// Whether no network is used.
bool is_this_machine(const address& where) {
  const std::string_view host = std::string_view(where.origin).substr(where.origin.find("//") + 2);
  const auto is = [&](std::string_view name) {
    return host.starts_with(name) && (host.size() == name.size() || host[name.size()] == ':');
  };
  return is("localhost") || is("127.0.0.1") || is("[::1]");
}

/// Asks everything.
void verify(session& with, const std::vector<test_support::vector_case>& cases, std::uint64_t seed,
            std::uint64_t count, bool is_seeded, const std::vector<std::string>& skip) {
  meet(with);
  const walk read = read_leads(with);
  learn_profile(with);
  check_tags(with);
  with.out().note(with.clean("profile: " + with.profile.text()));
  with.out().note(std::to_string(read.rows.size()) + " leads");
  std::vector<probe> all = access_probes(with, cases);
  const auto add = [&](std::vector<probe> more) {
    all.insert(all.end(), std::make_move_iterator(more.begin()),
               std::make_move_iterator(more.end()));
  };
  add(query_probes(with, cases, is_seeded ? cases.size() : 3));
  add(page_probes(with));
  add(special_probes(with));
  add(drawn_probes(with, seed, count));
  if (is_seeded) {
    add(seeded_probes(with, cases));
  }
  std::erase_if(all, [&](const probe& each) {
    return std::any_of(skip.begin(), skip.end(), [&](const std::string& pattern) {
      return fnmatch(pattern.c_str(), each.id.c_str(), 0) == 0 ||
             fnmatch(pattern.c_str(), each.rule.c_str(), 0) == 0;
    });
  });
  std::vector<asked_probe> pending;
  const progress shown;
  for (std::size_t i = 0; i < all.size(); ++i) {
    shown.show(i, all.size());
    asked_probe done = with.ask(std::move(all[i]));
    if (done.by_writes()) {
      pending.push_back(std::move(done));
    } else {
      with.tell(done.found.empty() ? done : shrink(with, std::move(done)));
    }
  }
  settle(with, read, std::move(pending));
}

} // namespace

} // namespace leadcore::verify::live

namespace leadcore::verify {

std::optional<report> verify_http(arguments& given) {
  const std::string vectors = find_vectors(given);
  const auto cases = read_all(vectors);
  const bool prints = given.flag("--seed-leads");
  const bool is_seeded = given.flag("--seeded");
  live::limits most;
  most.rate = given.number("--rate", 0, 1'000'000).value_or(most.rate);
  most.requests = given.number("--requests", 1, 100'000'000).value_or(most.requests);
  most.timeout = given.number("--timeout", 1, 3600).value_or(most.timeout);
  most.total = given.number("--total-time", 1, 864'000).value_or(most.total);
  most.body = given.number("--max-body", 1, 1024).value_or(most.body);
  const std::uint64_t seed = given.number("--seed", 0, UINT64_MAX).value_or(1);
  const std::uint64_t count = given.number("--queries", 0, 1'000'000).value_or(100);
  const auto skip = given.values("--skip");
  const auto key_file = given.value("--key-file");
  const auto operands = given.rest();
  if (prints) {
    const char* separator = "[\n";
    for (const lead& each : live::seed_leads(cases)) {
      std::cout << separator << leadcore::to_json(each, json_style::compact);
      separator = ",\n";
    }
    std::cout << "\n]\n";
    return std::nullopt;
  }
  if (operands.size() != 1 || !key_file) {
    throw usage_error("http needs one URL and --key-file FILE");
  }
  const live::address where = live::parse_address(operands.front());
  curl_global_init(CURL_GLOBAL_DEFAULT);
  report out(where.origin + where.path, find_spec(vectors));
  live::session with(where, live::read_key(*key_file), *key_file, most, out);
  if (where.origin.starts_with("http://") && !live::is_this_machine(where)) {
    out.note("the key is sent in the clear: the address is not https");
  }
  try {
    live::verify(with, cases, seed, count, is_seeded, skip);
  } catch (const live::stopped& why) {
    out.stop(why.verdict, with.clean(why.text));
  }
  with.finish();
  if (with.asks().asked_later() != 0) {
    out.note(std::to_string(with.asks().asked_later()) +
             " times the server was busy (429 or 503 with Retry-After), and asked again");
  }
  out.note(std::to_string(with.asks().asked()) + " requests, seed " + std::to_string(seed));
  return out;
}

} // namespace leadcore::verify
