// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TOOLS_VERIFY_HTTP_MODEL_HPP
#define LEADCORE_TOOLS_VERIFY_HTTP_MODEL_HPP

// What is known about a server: its leads, and the profile that it follows.

#include <leadcore/http/access.hpp>
#include <leadcore/http/list_leads.hpp>
#include <leadcore/json/write.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/list.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/query/query.hpp>
#include <leadcore/text/email.hpp>

#include <boost/json/parse.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::verify::live {

/// The freedom that docs/spec.md leaves, as this server uses it; where there is no evidence, the
/// default.
struct server_profile {
  null_placement nulls = nulls_last;
  bool nulls_known = false;
  query_profile queries = profiles::strict;
  email_profile emails = email_profile::strict;
  json_style style = json_style::compact;
  std::string problem_base; ///< of the types of problems
  std::string link_base;    ///< of links: what comes before the path
  bool has_links = false;
  bool has_tags = false;

  [[nodiscard]] std::string text() const {
    const auto has = [this](query_profile part) {
      return leadcore::detail::includes(queries, part);
    };
    std::string out = std::string(nulls == nulls_first ? "nulls_first" : "nulls last") +
                      (nulls_known ? "" : " (assumed: no evidence)");
    out += has(profiles::clamp) ? ", clamp" : ", a pageSize over 100 is an error";
    out += has(profiles::ignore_unknown) ? ", ignore_unknown" : ", unknown parameters are errors";
    out += emails == email_profile::allow_utf8 ? ", allow_utf8" : "";
    out += style == json_style::pretty ? ", pretty JSON" : ", compact JSON";
    out += has_links ? ", Link headers" : ", no Link headers (not checked)";
    out += has_tags ? ", entity tags" : "";
    out += problem_base.empty() ? "" : ", problem types at " + problem_base;
    return out;
  }
};

/// The leads of a server, sorted, and who may ask for them: a store and an authenticator.
class model {
 public:
  model() = default;
  model(std::vector<lead> rows, null_placement nulls) : rows_(std::move(rows)), nulls_(nulls) {
    std::sort(rows_.begin(), rows_.end(), lead_order.with(nulls));
  }

  [[nodiscard]] const std::vector<lead>& rows() const noexcept { return rows_; }
  /// The leads that a query selects, in order.
  [[nodiscard]] std::vector<const lead*> matching(const lead_query& query) const {
    std::vector<const lead*> found;
    for (const lead& each : rows_) {
      if (leadcore::matches(each, query)) {
        found.push_back(&each);
      }
    }
    return found;
  }
  [[nodiscard]] page_of<lead> list(const organisation_id&, const lead_query& query) const {
    return leadcore::list(rows_, query, nulls_);
  }

 private:
  std::vector<lead> rows_;
  null_placement nulls_ = nulls_last;
};

/// Knows one key.
struct one_key {
  std::string key;
  [[nodiscard]] std::optional<principal> authenticate(std::string_view given) const {
    if (given != key) {
      return std::nullopt;
    }
    return principal{parse_organisation_id("verified").value(), {std::string(leads_read_scope)}};
  }
};

/// The status of the row that http.3 chooses, and its id where the row's name is not enough.
[[nodiscard]] inline std::string rule_of_status(const http::response& wanted) {
  const auto challenge = http::find_header(wanted, "WWW-Authenticate").value_or("");
  switch (wanted.status) {
  case 200:
    return "http.ok";
  case 400: {
    if (!challenge.empty()) {
      return "http.several_credentials";
    }
    if (wanted.body.empty()) { // HEAD
      return "http.invalid_query";
    }
    const auto problem = boost::json::parse(wanted.body);
    const auto& errors = problem.at("errors").as_array();
    return errors.size() == 1 ? "query." + std::string(errors.front().at("code").as_string())
                              : "http.invalid_query";
  }
  case 401:
    return challenge.find("invalid_token") == std::string_view::npos ? "http.unauthorized.1"
                                                                     : "http.unauthorized.2";
  case 404:
    return "http.not_found";
  case 405:
    return "http.method_not_allowed";
  case 414:
    return "http.target_too_long";
  default:
    return "http.3";
  }
}

} // namespace leadcore::verify::live

#endif
