// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TOOLS_VERIFY_HTTP_SESSION_HPP
#define LEADCORE_TOOLS_VERIFY_HTTP_SESSION_HPP

// Asks a server, judges its answers, and collects what differs.

#include "verify/http/causes.hpp"
#include "verify/http/client.hpp"
#include "verify/http/judge.hpp"
#include "verify/http/model.hpp"
#include "verify/report.hpp"

#include <algorithm>
#include <cstddef>
#include <ctime>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::verify::live {

/// A request to make, and what it shows.
struct probe {
  std::string group;
  std::string id;
  std::string rule; ///< the one that its case decides; of a difference the judge's own counts
  std::string why;
  question asked;
  bool is_drawn = false; ///< so that its rule is only the usual one
};

/// Thrown where no more can be asked: nothing answers, or a limit was reached.
struct stopped {
  std::string verdict;
  std::string text;
};

/// A probe with what its answer was.
struct asked_probe {
  probe of;
  mismatches found;
  std::optional<lead_page> page;
  std::time_t date = 0; ///< by the server's clock; 0: unknown

  [[nodiscard]] bool by_writes() const {
    return !found.empty() && std::all_of(found.begin(), found.end(),
                                         [](const mismatch& each) { return each.by_writes; });
  }
};

class session {
 public:
  session(address where, std::string key, std::string key_file, const limits& most, report& out)
      : where_(where), key_(std::move(key)), key_file_(std::move(key_file)),
        client_(std::move(where), most), out_(&out) {}

  server_profile profile;
  std::optional<model> known;
  bool is_complete = true; ///< known has every lead, so answers can be compared with it

  [[nodiscard]] const address& where() const noexcept { return where_; }
  [[nodiscard]] const client& asks() const noexcept { return client_; }
  [[nodiscard]] report& out() noexcept { return *out_; }
  [[nodiscard]] http::header authorization() const { return {"Authorization", "Bearer " + key_}; }

  /// A request for the leads of a query string.
  [[nodiscard]] question query(std::string_view text) const {
    return {"GET", where_.path + (text.empty() ? "" : "?") + std::string(text), {authorization()}};
  }

  /// Sends a request once. An answer that is not complete is no answer to judge.
  [[nodiscard]] answer send(const question& asked) {
    answer got = client_.ask(asked);
    if (got.verdict.starts_with("out_of_")) {
      throw stopped{got.verdict, got.failure};
    }
    incomplete_ = got.complete() ? 0 : incomplete_ + 1;
    if (incomplete_ == 3) { // is it still there?
      if (const answer plain = client_.ask(query("")); !plain.complete()) {
        throw stopped{plain.verdict, "the server no longer answers: " + plain.failure};
      }
      incomplete_ = 0;
    }
    return got;
  }

  /// Sends a probe and judges the answer.
  [[nodiscard]] asked_probe ask(probe asked) {
    asked_probe done{std::move(asked), {}, {}, 0};
    const answer got = send(done.of.asked);
    if (!got.complete()) {
      done.found.push_back({done.of.rule, "no complete answer: " + got.failure,
                            json::value("an answer"), json::value(got.verdict)});
      return done;
    }
    if (const auto date = http::find_header(got.response, "Date")) {
      done.date = std::max<std::time_t>(0, curl_getdate(std::string(*date).c_str(), nullptr));
    }
    done.found = judge(done.of.asked, got.response, where_, key_, profile,
                       known && is_complete ? &*known : nullptr, done.page);
    for (mismatch& each : done.found) {
      if (each.what.starts_with("the status") && !done.of.is_drawn) {
        each.rule = done.of.rule;
      }
    }
    return done;
  }

  /// Counts a probe as the same, or tells each of its differences, once for all probes that differ
  /// in the same way.
  void tell(const asked_probe& done) {
    if (done.found.empty()) {
      out_->count(done.of.group, done.of.id, outcome::same);
    }
    for (const mismatch& each : done.found) {
      const std::string sign = sign_of(each);
      const auto [at, is_new] = told_.try_emplace(sign, out_->findings().size(), 0);
      if (!is_new) {
        ++at->second.second;
        continue;
      }
      out_->differs(done.of.group, {done.of.id,
                                    each.rule,
                                    clean(shortened(curl_line(done.of.asked))),
                                    clean(done.of.why + "; " + each.what),
                                    nullptr,
                                    cleaned(each.wanted),
                                    cleaned(each.got),
                                    {}});
    }
    if (const auto query = asked_query(done); query && done.page) {
      answered_page one{*query,
                        {},
                        done.page->pagination.total,
                        done.found.empty() ? "" : sign_of(done.found.front())};
      for (const lead& each : done.page->data) {
        one.ids.push_back(each.id);
      }
      pages_.push_back(std::move(one));
    }
  }

  /// A text for people: without the key, and in visible ASCII, since a server chose some of it.
  [[nodiscard]] std::string clean(std::string text) const {
    text = without_key(std::move(text));
    std::replace_if(text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
    return text;
  }

  /// Adds to each finding how often it was seen, and its likely cause.
  void finish() {
    for (const auto& [sign, seen] : told_) {
      auto& finding = out_->findings()[seen.first];
      if (seen.second > 0) {
        finding.why += "; " + std::to_string(seen.second) +
                       (seen.second == 1 ? " other answer differs" : " other answers differ") +
                       " likewise";
      }
      if (known) {
        finding.cause = likely_cause(*known, profile.nulls, pages_, sign);
      }
    }
  }

  /// Whether a difference of this kind has not been told.
  [[nodiscard]] bool is_new(const mismatch& found) const { return !told_.contains(sign_of(found)); }
  /// Whether two differences are of the same kind.
  [[nodiscard]] static bool alike(const mismatch& a, const mismatch& b) {
    return sign_of(a) == sign_of(b);
  }

  /// The query of a request for leads; nothing for any other or an invalid one.
  [[nodiscard]] std::optional<lead_query> asked_query(const asked_probe& done) const {
    const std::string& target = done.of.asked.target;
    if (target.find(where_.path) == std::string::npos) { // absolute or not
      return std::nullopt;
    }
    const std::size_t mark = std::min(target.find('?'), target.size());
    const auto read = parse_query(
        std::string_view(target).substr(std::min(mark + 1, target.size())), profile.queries);
    return read.has_value() ? std::optional(*read) : std::nullopt;
  }

 private:
  /// What differences of the same kind have in common.
  [[nodiscard]] static std::string sign_of(const mismatch& found) {
    return found.rule + " " + found.what.substr(0, found.what.find(':'));
  }
  [[nodiscard]] std::string without_key(std::string text) const {
    constexpr std::string_view instead = "<key>";
    for (std::size_t at = text.find(key_); at != std::string::npos;
         at = text.find(key_, at + instead.size())) {
      text.replace(at, key_.size(), instead);
    }
    return text;
  }
  [[nodiscard]] json::value cleaned(const json::value& value) const {
    if (const auto* text = value.if_string()) {
      return json::value(without_key(std::string(*text)));
    }
    if (const auto* array = value.if_array()) {
      json::array out;
      for (const auto& each : *array) {
        out.push_back(cleaned(each));
      }
      return out;
    }
    if (const auto* object = value.if_object()) {
      json::object out;
      for (const auto& member : *object) {
        out.emplace(without_key(std::string(member.key())), cleaned(member.value()));
      }
      return out;
    }
    return value;
  }
  [[nodiscard]] static std::string shortened(std::string line) {
    constexpr std::size_t most = 1000;
    if (line.size() > most) {
      line = line.substr(0, most) + "... (" + std::to_string(line.size() - most) + " more bytes)";
    }
    return line;
  }
  [[nodiscard]] static std::string quoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
      out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return out + "'";
  }
  /// What to type in a shell; reads the key from its file.
  [[nodiscard]] std::string curl_line(const question& asked) const {
    std::string line = "curl -i --path-as-is";
    line += asked.method == "GET"    ? ""
            : asked.method == "HEAD" ? " -I"
                                     : " -X " + quoted(asked.method);
    for (const auto& [name, value] : asked.headers) {
      const std::size_t at = value.find(key_);
      line +=
          " -H " + (at == std::string::npos ? quoted(name + ": " + value)
                                            : quoted(name + ": " + value.substr(0, at)) +
                                                  "\"$(head -n1 " + quoted(key_file_) + ")\"" +
                                                  (at + key_.size() == value.size()
                                                       ? ""
                                                       : quoted(value.substr(at + key_.size()))));
    }
    const bool is_path = asked.target.starts_with('/');
    return line + " " +
           (is_path ? "" : "--request-target " + quoted(asked.target.substr(0, 300)) + " ") +
           quoted(where_.origin + (is_path ? asked.target : "/"));
  }

  address where_;
  std::string key_;
  std::string key_file_;
  client client_;
  report* out_;
  int incomplete_ = 0;
  std::map<std::string, std::pair<std::size_t, std::size_t>>
      told_; ///< finding, and how often again
  std::vector<answered_page> pages_;
};

} // namespace leadcore::verify::live

#endif
