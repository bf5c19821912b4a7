// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TOOLS_VERIFY_HTTP_CLIENT_HPP
#define LEADCORE_TOOLS_VERIFY_HTTP_CLIENT_HPP

// Requests to the one address that the user has given, with limits on everything.

#include "verify/options.hpp"

#include <leadcore/http/message.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/text/ascii.hpp>
#include <leadcore/version.hpp>

#include <curl/curl.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace leadcore::verify::live {

/// The address of the endpoint: scheme and authority, and the path.
struct address {
  std::string origin; ///< http://localhost:8080
  std::string path;   ///< /api/v1/leads
};

/// Reads the URL of an endpoint; without a path, it is the documented one.
[[nodiscard]] inline address parse_address(const std::string& url) {
  const std::unique_ptr<CURLU, void (*)(CURLU*)> parsed(curl_url(), curl_url_cleanup);
  const auto part = [&](CURLUPart which) -> std::optional<std::string> {
    char* text = nullptr;
    if (curl_url_get(parsed.get(), which, &text, 0) != CURLUE_OK) {
      return std::nullopt;
    }
    std::string copy(text);
    curl_free(text);
    return copy;
  };
  const auto refuse = [&](const std::string& why) {
    return usage_error("the address '" + url + "' " + why +
                       "; an address is http://HOST[:PORT][/PATH], or https");
  };
  if (curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), CURLU_PATH_AS_IS) != CURLUE_OK) {
    throw refuse("is no URL");
  }
  const auto scheme = part(CURLUPART_SCHEME);
  if (scheme != "http" && scheme != "https") {
    throw refuse("is neither http nor https");
  }
  if (part(CURLUPART_USER) || part(CURLUPART_PASSWORD)) {
    throw refuse("has a user or a password");
  }
  if (part(CURLUPART_QUERY) || part(CURLUPART_FRAGMENT)) {
    throw refuse("has a query or a fragment");
  }
  const auto port = part(CURLUPART_PORT);
  const std::string path = part(CURLUPART_PATH).value_or("/");
  return {*scheme + "://" + part(CURLUPART_HOST).value_or("") + (port ? ":" + *port : ""),
          path == "/" ? std::string(leads_endpoint::path) : path};
}

/// Reads an API key: the first line of a file.
[[nodiscard]] inline std::string read_key(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  char bytes[4097];
  in.read(bytes, sizeof bytes);
  const auto size = static_cast<std::size_t>(in.gcount());
  if (in.bad() || size == 0 || size == sizeof bytes) {
    throw usage_error("the key file '" + file +
                      "' cannot be read, is empty, or has over 4096 bytes");
  }
  const std::string_view text(bytes, size);
  const std::string_view key = leadcore::detail::trim(text.substr(0, text.find('\n')));
  if (key.empty() ||
      std::any_of(key.begin(), key.end(), [](char c) { return c < '!' || c > '~'; })) {
    throw usage_error("the first line of the key file '" + file + "' is no key of visible ASCII");
  }
  return std::string(key);
}

/// What a run may cost at most.
struct limits {
  std::uint64_t requests = 5000;
  std::uint64_t rate = 50;    ///< requests a second; 0: no limit
  std::uint64_t timeout = 10; ///< seconds, of one request
  std::uint64_t total = 600;  ///< seconds, of all
  std::uint64_t body = 16;    ///< MiB
};

/// A request; the headers are complete but for those that every client sends.
struct question {
  std::string method = "GET";
  std::string target;
  std::vector<http::header> headers;

  friend bool operator==(const question&, const question&) = default;
};

/// What came back. Without a complete response, `failure` says why, and `verdict` in one word.
struct answer {
  http::response response;
  std::string verdict;
  std::string failure;

  [[nodiscard]] bool complete() const noexcept { return verdict.empty(); }
};

/// Asks one origin. Follows no redirect, keeps no cookie, and heeds no proxy of the environment.
class client {
 public:
  client(address where, const limits& most)
      : where_(std::move(where)), most_(most), curl_(curl_easy_init(), curl_easy_cleanup),
        end_(clock::now() + std::chrono::seconds(most.total)) {
    if (curl_ == nullptr) {
      throw std::runtime_error("libcurl cannot be initialised");
    }
  }

  [[nodiscard]] std::uint64_t asked() const noexcept { return asked_; }
  [[nodiscard]] std::uint64_t asked_later() const noexcept { return asked_later_; }

  /// A server that is busy (429, 503 with Retry-After) is asked again later, twice.
  [[nodiscard]] answer ask(const question& asked) {
    for (int times = 0;; ++times) {
      answer got = ask_once(asked);
      const auto later = http::find_header(got.response, "Retry-After");
      if (!later || (got.response.status != 429 && got.response.status != 503) || times == 2) {
        return got;
      }
      std::uint64_t seconds = 1;
      std::from_chars(later->data(), later->data() + later->size(), seconds);
      ++asked_later_;
      sleep_until(clock::now() + std::chrono::seconds(std::clamp<std::uint64_t>(seconds, 1, 60)));
    }
  }

 private:
  using clock = std::chrono::steady_clock;
  static constexpr std::size_t max_header_bytes = 65536;

  /// What one transfer has received.
  struct received {
    http::response response;
    std::uint64_t most = 0; ///< bytes of the body
    std::size_t header_bytes = 0;
    bool too_large = false;
  };

  static std::size_t take_header(char* text, std::size_t, std::size_t size, void* to) {
    auto& got = *static_cast<received*>(to);
    std::string_view line(text, size);
    got.header_bytes += size;
    if (got.header_bytes > max_header_bytes) {
      got.too_large = true;
      return 0;
    }
    if (line.starts_with("HTTP/")) { // also after an interim response
      got.response.headers.clear();
    } else if (const std::size_t colon = line.find(':'); colon != std::string_view::npos) {
      got.response.headers.push_back({std::string(line.substr(0, colon)),
                                      std::string(leadcore::detail::trim(line.substr(colon + 1)))});
    }
    return size;
  }
  static std::size_t take_body(char* bytes, std::size_t, std::size_t size, void* to) {
    auto& got = *static_cast<received*>(to);
    if (got.response.body.size() + size > got.most) {
      got.too_large = true;
      return 0;
    }
    got.response.body.append(bytes, size);
    return size;
  }

  void sleep_until(clock::time_point when) const {
    std::this_thread::sleep_until(std::min(when, end_));
  }

  [[nodiscard]] answer ask_once(const question& asked) {
    if (asked_ == most_.requests) {
      return {{},
              "out_of_requests",
              std::to_string(most_.requests) + " requests were made; --requests allows more"};
    }
    if (most_.rate != 0) {
      sleep_until(next_);
      next_ = std::max(next_, clock::now()) + std::chrono::microseconds(1'000'000 / most_.rate);
    }
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end_ - clock::now());
    if (left.count() <= 0) {
      return {{},
              "out_of_time",
              std::to_string(most_.total) + " s have passed; --total-time allows more"};
    }
    ++asked_;
    return transfer(asked,
                    std::min<std::chrono::milliseconds>(left, std::chrono::seconds(most_.timeout)));
  }

  [[nodiscard]] answer transfer(const question& asked, std::chrono::milliseconds time) {
    received got;
    got.most = most_.body << 20U;
    CURL* const curl = curl_.get();
    curl_easy_reset(curl); // keeps the connection
    const std::string url = where_.origin + "/";
    std::unique_ptr<curl_slist, void (*)(curl_slist*)> headers(nullptr, curl_slist_free_all);
    auto fields = asked.headers;
    if (asked.method == "POST" || asked.method == "PUT" || asked.method == "PATCH") {
      fields.push_back({"Content-Length", "0"}); // RFC 9110, 8.6
    }
    for (const auto& [name, value] : fields) {
      const std::string line = value.empty() ? name + ";" : name + ": " + value;
      if (curl_slist* const longer = curl_slist_append(headers.get(), line.c_str())) {
        static_cast<void>(headers.release());
        headers.reset(longer);
      }
    }
    const auto set = [curl](CURLoption option, auto value) {
      if (curl_easy_setopt(curl, option, value) != CURLE_OK) {
        throw std::runtime_error("libcurl lacks option " + std::to_string(option));
      }
    };
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_PROXY, "");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_REQUEST_TARGET, asked.target.c_str());
    if (asked.method == "HEAD") {
      set(CURLOPT_NOBODY, 1L);
    } else if (asked.method != "GET") {
      set(CURLOPT_CUSTOMREQUEST, asked.method.c_str());
    }
    set(CURLOPT_HTTPHEADER, headers.get());
    set(CURLOPT_USERAGENT, ("leadcore-verify/" + std::string(leadcore::version)).c_str());
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(time.count()));
    set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(got.most));
    set(CURLOPT_HEADERFUNCTION, &take_header);
    set(CURLOPT_HEADERDATA, static_cast<void*>(&got));
    set(CURLOPT_WRITEFUNCTION, &take_body);
    set(CURLOPT_WRITEDATA, static_cast<void*>(&got));
    const CURLcode code = curl_easy_perform(curl);
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    got.response.status = static_cast<int>(status);
    return verdict_of(code, std::move(got), time);
  }

  [[nodiscard]] answer verdict_of(CURLcode code, received got,
                                  std::chrono::milliseconds time) const {
    const std::string size = std::to_string(got.response.body.size()) + " bytes";
    if (got.too_large || code == CURLE_FILESIZE_EXCEEDED) {
      return {{},
              "too_large",
              "the answer has more than " + std::to_string(most_.body) + " MiB of body or " +
                  std::to_string(max_header_bytes) + " bytes of headers; --max-body allows more"};
    }
    switch (code) {
    case CURLE_OK:
      return {std::move(got.response), {}, {}};
    case CURLE_OPERATION_TIMEDOUT:
      return {{},
              "hung",
              "no complete answer within " + std::to_string(time.count()) + " ms, only " + size +
                  " of body"};
    case CURLE_PARTIAL_FILE:
      return {{},
              "truncated",
              "the body ends after " + size + ", before its Content-Length or last chunk"};
    case CURLE_COULDNT_CONNECT:
    case CURLE_COULDNT_RESOLVE_HOST:
      return {{}, "unreachable", curl_easy_strerror(code)};
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
      return {{}, "broken", "the connection was closed before the answer was complete"};
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
      return {{}, "not_http", "the answer is not HTTP"};
    default:
      return {{}, "failed", curl_easy_strerror(code)};
    }
  }

  address where_;
  limits most_;
  std::unique_ptr<CURL, void (*)(CURL*)> curl_;
  clock::time_point end_;
  clock::time_point next_{};
  std::uint64_t asked_ = 0;
  std::uint64_t asked_later_ = 0;
};

} // namespace leadcore::verify::live

#endif
