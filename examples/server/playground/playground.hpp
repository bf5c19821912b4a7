// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_SERVER_PLAYGROUND_PLAYGROUND_HPP
#define LEADCORE_EXAMPLES_SERVER_PLAYGROUND_PLAYGROUND_HPP

// The playground: a page that documents the endpoint and tries it, and test tokens for it.

#include "server/fixed_response.hpp"
#include "server/http_front.hpp"
#include "server/playground/assets.hpp"
#include "server/playground/page.hpp"
#include "server/sample.hpp"
#include "sha256.hpp"

#include <leadcore/http/access.hpp>
#include <leadcore/http/message.hpp>
#include <leadcore/http/options.hpp>
#include <leadcore/http/problem.hpp>
#include <leadcore/http/tokens.hpp>
#include <leadcore/model/organisation.hpp>
#include <leadcore/text/ascii.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/text/timestamp_chrono.hpp>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <openssl/rand.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace demo {

/// The playground at /docs/leads. Its calls may be concurrent.
class playground {
 public:
  /// @param openapi  the document of the endpoint
  /// @param organisations  whose members can sign in, without a password: those of the sample,
  ///     and none where the leads are not those of the sample
  playground(std::string_view openapi, std::span<const sample_organisation> organisations,
             const leadcore::http::options& chosen)
      : organisations_(organisations), page_(render_page(openapi, organisations)), chosen_(chosen) {
  }

  /// The response, unless the path is none of the playground.
  [[nodiscard]] std::optional<leadcore::http::response> answer(const received_request& asked) {
    const std::string_view path = asked.target.substr(0, asked.target.find('?'));
    if (path == "/docs/leads") {
      return file(asked, "text/html; charset=utf-8", page_);
    }
    if (path == "/docs/leads/page.css") {
      return file(asked, "text/css; charset=utf-8", assets::page_css);
    }
    if (path == "/docs/leads/page.js") {
      return file(asked, "text/javascript; charset=utf-8", assets::page_js);
    }
    if (path == "/docs/leads/icon.svg") {
      return file(asked, "image/svg+xml", assets::icon_svg);
    }
    if (path == "/docs/leads/token" || path == "/docs/leads/token/revoke") {
      return change_tokens(asked, path.ends_with("/revoke"));
    }
    return std::nullopt;
  }

  /// The principal of a valid test token.
  [[nodiscard]] std::optional<leadcore::principal> authenticate(std::string_view token) const {
    const std::shared_lock lock(mutex_);
    return tokens_.authenticate(token, now());
  }

 private:
  using response = leadcore::http::response;

  [[nodiscard]] static leadcore::timestamp now() {
    using std::chrono::milliseconds;
    return leadcore::from_sys_time(
               std::chrono::floor<milliseconds>(std::chrono::system_clock::now()))
        .value();
  }
  [[nodiscard]] response refuse(int status, std::string_view name, std::string_view text) const {
    return leadcore::http::problem_response(status, name, text, chosen_);
  }

  /// A part of the page. The policy allows own files only, and no markup from scripts.
  [[nodiscard]] response file(const received_request& asked, std::string_view type,
                              std::string_view content) const {
    response made = fixed_response(asked, type, content, chosen_);
    made.headers.push_back(
        {"Content-Security-Policy",
         "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
         "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
         "require-trusted-types-for 'script'"});
    made.headers.push_back({"Referrer-Policy", "no-referrer"});
    made.headers.push_back({"Cross-Origin-Opener-Policy", "same-origin"});
    made.headers.push_back({"Cross-Origin-Resource-Policy", "same-origin"});
    return made;
  }

  /// The member of an organisation of the sample.
  [[nodiscard]] std::optional<leadcore::organisation_member>
  find_member(std::string_view organisation, std::string_view id) const {
    for (const auto& of : organisations_) {
      for (const auto& each : of.members) {
        if (of.id == organisation && each.id == id) {
          leadcore::organisation_member found{
              leadcore::parse_organisation_id(of.id).value(), std::string(id), {}, {}};
          if (each.is_developer) {
            found.permissions.emplace_back(leadcore::developer_permission);
          }
          if (of.has_developer_api) {
            found.organisation_features.emplace_back(leadcore::developer_api_feature);
          }
          return found;
        }
      }
    }
    return std::nullopt;
  }

  /// The member of a JSON object that is a text.
  [[nodiscard]] static std::optional<std::string_view>
  text_member(const boost::json::value& content, std::string_view name) {
    const auto* const object = content.if_object();
    const auto* const found = object == nullptr ? nullptr : object->if_contains(name);
    return found == nullptr || !found->is_string() ? std::nullopt
                                                   : std::optional(detail::text_of(*found));
  }

  /// Issues a test token to a member, or revokes one. Only for application/json, which a page of
  /// another site cannot send without asking first, and asking is refused.
  [[nodiscard]] response change_tokens(const received_request& asked, bool is_revocation) {
    if (asked.method != "POST") {
      response refused = refuse(405, "method_not_allowed", "Tokens are issued by POST.");
      refused.headers.push_back({"Allow", "POST"});
      return refused;
    }
    boost::system::error_code error;
    const boost::json::value content = boost::json::parse(asked.content, error);
    if (error || leadcore::http::find_header(asked, "Content-Type") != "application/json") {
      return refuse(400, "invalid_content", "The content must be application/json.");
    }
    return is_revocation ? revoke(content) : issue(content);
  }

  [[nodiscard]] response issue(const boost::json::value& content) {
    const auto organisation = text_member(content, "organisation");
    const auto id = text_member(content, "member");
    const auto member = organisation && id ? find_member(*organisation, *id) : std::nullopt;
    if (!member) {
      return refuse(403, "unknown_member", "There is no such member who can sign in here.");
    }
    std::array<std::uint8_t, 32> random{};
    if (RAND_bytes(random.data(), static_cast<int>(random.size())) != 1) {
      return refuse(503, "unavailable", "The system has no random numbers now.");
    }
    const leadcore::timestamp at = now();
    const std::unique_lock lock(mutex_);
    const auto issued = tokens_.issue(*member, random, at);
    if (!issued.has_value()) {
      std::string why(message(issued.error()));
      why.front() = leadcore::detail::to_upper(why.front());
      return refuse(403, to_string(issued.error()), why + ".");
    }
    const auto seconds =
        ((*issued).expires_at.milliseconds_since_epoch() - at.milliseconds_since_epoch()) / 1000;
    return json_response({{"accessToken", (*issued).text},
                          {"tokenType", "Bearer"},
                          {"expiresIn", seconds},
                          {"expiresAt", to_string((*issued).expires_at)},
                          {"scope", leadcore::leads_read_scope}});
  }

  /// @par Source  RFC 7009 clause 2.2: an unknown token is no error.
  [[nodiscard]] response revoke(const boost::json::value& content) {
    const std::unique_lock lock(mutex_);
    return json_response({{"revoked", tokens_.revoke(text_member(content, "token").value_or(""))}});
  }

  [[nodiscard]] static response json_response(const boost::json::object& content) {
    std::string text = boost::json::serialize(content);
    const std::string size = std::to_string(text.size());
    return {200,
            {{"Content-Type", "application/json"},
             {"Cache-Control", "no-store"},
             {"Content-Length", size}},
            std::move(text)};
  }

  std::span<const sample_organisation> organisations_;
  std::string page_;
  leadcore::http::options chosen_;
  mutable std::shared_mutex mutex_; // of tokens_
  leadcore::test_tokens<sha256_hash> tokens_;
};

/// API keys, and the test tokens of a playground.
template <class Keys> struct keys_and_tokens {
  const Keys& keys;
  const playground& tokens;

  [[nodiscard]] std::optional<leadcore::principal> authenticate(std::string_view secret) const {
    auto found = keys.authenticate(secret);
    return found ? found : tokens.authenticate(secret);
  }
};

} // namespace demo

#endif
