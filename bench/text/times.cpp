// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/timestamp.hpp>

#include "text/text.hpp"

#include <benchmark/benchmark.h>
#include <gnu/libc-version.h>
#include <time.h>

#include <array>
#include <cstdio>
#include <iomanip>
#include <locale>
#include <memory>
#include <optional>
#include <sstream>

namespace leadcore::bench {

namespace {

constexpr std::size_t count = 4096;

std::string glibc() {
  return std::string("glibc ") + gnu_get_libc_version() + " ";
}
std::string libstdcxx() {
  return "libstdc++ " + std::to_string(_GLIBCXX_RELEASE) + " ";
}

std::vector<timestamp> instants() {
  dice random(3);
  std::vector<timestamp> made;
  while (made.size() < count) { // 1970 to 2099
    made.push_back(timestamp::from_milliseconds(
                       static_cast<std::int64_t>(random.below(std::size_t{4'102'444'800'000})))
                       .value());
  }
  return made;
}

using milliseconds = std::optional<std::int64_t>;

/// As with strptime: parses the fraction ".mmm" and "Z" by hand.
milliseconds with_fraction(std::tm parts, std::string_view rest) {
  if (rest.size() != 5 || rest[0] != '.' || rest[4] != 'Z') {
    return std::nullopt;
  }
  std::int64_t fraction = 0;
  for (const char digit : rest.substr(1, 3)) {
    if (digit < '0' || digit > '9') {
      return std::nullopt;
    }
    fraction = fraction * 10 + (digit - '0');
  }
  return std::int64_t{::timegm(&parts)} * 1000 + fraction;
}
milliseconds by_strptime(const std::string& text) {
  std::tm parts{};
  const char* const end = ::strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &parts);
  if (end == nullptr) {
    return std::nullopt;
  }
  return with_fraction(parts,
                       std::string_view(text).substr(static_cast<std::size_t>(end - text.c_str())));
}
milliseconds by_strptime_with_offset(const std::string& text) {
  std::tm parts{};
  const char* const end = ::strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S%z", &parts);
  if (end == nullptr || *end != '\0') {
    return std::nullopt;
  }
  const std::int64_t offset = parts.tm_gmtoff; // timegm overwrites it
  return (std::int64_t{::timegm(&parts)} - offset) * 1000;
}
/// The stream is reused, in the peer's favour.
milliseconds by_get_time(std::istringstream& in, const std::string& text) {
  std::tm parts{};
  in.clear();
  in.str(text);
  if (!(in >> std::get_time(&parts, "%Y-%m-%dT%H:%M:%S"))) {
    return std::nullopt;
  }
  return with_fraction(parts, std::string_view(text).substr(static_cast<std::size_t>(in.tellg())));
}
std::istringstream plain_stream() {
  std::istringstream in;
  in.imbue(std::locale::classic());
  return in;
}

/// Calls read for each text and compares or stores the result.
template <class Read>
peer reader(std::string name, const std::shared_ptr<const std::vector<std::string>>& in,
            Read read) {
  return {.name = std::move(name),
          .target = 10,
          .compare =
              [in, read](comparison& results) {
                for (const auto& text : *in) {
                  const auto ours = parse_timestamp(text);
                  const milliseconds theirs = read(text);
                  results.require(ours.has_value() && theirs &&
                                      (*ours).milliseconds_since_epoch() == *theirs,
                                  [&] { return text + " is read in another way"; });
                }
              },
          .run =
              [in, read] {
                for (const auto& text : *in) {
                  auto instant = read(text);
                  benchmark::DoNotOptimize(instant);
                }
              }};
}

workload reading(const std::string& name, std::vector<std::string> texts) {
  const auto in = std::make_shared<const std::vector<std::string>>(std::move(texts));
  workload work{.name = name,
                .operations = in->size(),
                .run =
                    [in] {
                      for (const auto& text : *in) {
                        auto instant = parse_timestamp(text);
                        benchmark::DoNotOptimize(instant);
                      }
                    },
                .peers = {},
                .compare = {}};
  if (in->front().back() == 'Z') {
    work.peers.push_back(reader(glibc() + "strptime + timegm", in, by_strptime));
    const auto stream = std::make_shared<std::istringstream>(plain_stream());
    work.peers.push_back(
        reader(libstdcxx() + "get_time + timegm", in,
               [stream](const std::string& text) { return by_get_time(*stream, text); }));
  } else {
    work.peers.push_back(reader(glibc() + "strptime(%z) + timegm", in, by_strptime_with_offset));
  }
  return work;
}

struct split_time {
  std::tm parts{};
  int fraction = 0;
};
split_time split(timestamp time) { // no instant is before 1970
  const std::int64_t all = time.milliseconds_since_epoch();
  const std::time_t seconds = all / 1000;
  split_time made;
  ::gmtime_r(&seconds, &made.parts);
  made.fraction = static_cast<int>(all % 1000);
  return made;
}
using buffer = std::array<char, 64>;
std::string_view by_strftime(timestamp time, buffer& out) {
  const split_time made = split(time);
  std::size_t size = std::strftime(out.data(), out.size(), "%Y-%m-%dT%H:%M:%S", &made.parts);
  out[size++] = '.';
  out[size++] = static_cast<char>('0' + made.fraction / 100);
  out[size++] = static_cast<char>('0' + made.fraction / 10 % 10);
  out[size++] = static_cast<char>('0' + made.fraction % 10);
  out[size++] = 'Z';
  return {out.data(), size};
}
std::string_view by_snprintf(timestamp time, buffer& out) {
  const auto [parts, fraction] = split(time);
  const int size = std::snprintf(out.data(), out.size(), "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
                                 parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                                 parts.tm_hour, parts.tm_min, parts.tm_sec, fraction);
  return {out.data(), static_cast<std::size_t>(size)};
}
/// The stream is reused, in the peer's favour.
std::string_view by_put_time(std::ostringstream& stream, timestamp time) {
  const auto [parts, fraction] = split(time);
  stream.seekp(0);
  stream << std::put_time(&parts, "%Y-%m-%dT%H:%M:%S") << '.' << std::setw(3) << std::setfill('0')
         << fraction << 'Z';
  return stream.view().substr(0, static_cast<std::size_t>(stream.tellp()));
}

template <class Write>
peer writer(std::string name, const std::shared_ptr<const std::vector<timestamp>>& in,
            Write write) {
  return {.name = std::move(name),
          .target = 10,
          .compare =
              [in, write](comparison& results) {
                for (const timestamp time : *in) {
                  const auto ours = to_text(time);
                  const std::string theirs(write(time));
                  results.require(ours.view() == theirs,
                                  [&] { return std::string(ours.view()) + " and " + theirs; });
                }
              },
          .run =
              [in, write] {
                for (const timestamp time : *in) {
                  auto text = write(time);
                  benchmark::DoNotOptimize(text);
                  benchmark::ClobberMemory();
                }
              }};
}

workload writing() {
  const auto in = std::make_shared<const std::vector<timestamp>>(instants());
  workload work{.name = "times, written",
                .operations = in->size(),
                .run =
                    [in] {
                      for (const timestamp time : *in) {
                        auto text = to_text(time);
                        benchmark::DoNotOptimize(text);
                      }
                    },
                .peers = {},
                .compare = {}};
  const auto out = std::make_shared<buffer>();
  const auto stream = std::make_shared<std::ostringstream>();
  stream->imbue(std::locale::classic());
  work.peers.push_back(writer(glibc() + "gmtime_r + strftime", in,
                              [out](timestamp time) { return by_strftime(time, *out); }));
  work.peers.push_back(writer(glibc() + "gmtime_r + snprintf", in,
                              [out](timestamp time) { return by_snprintf(time, *out); }));
  work.peers.push_back(writer(libstdcxx() + "put_time, glibc gmtime_r", in,
                              [stream](timestamp time) { return by_put_time(*stream, time); }));
  return work;
}

} // namespace

void add_times(suite& all) {
  std::vector<std::string> plain;
  std::vector<std::string> with_offset;
  dice random(4);
  for (const timestamp time : instants()) {
    plain.push_back(to_string(time));
    buffer zone;
    std::snprintf(zone.data(), zone.size(), "%c%02d:%02d", random.below(2) == 0 ? '+' : '-',
                  static_cast<int>(random.below(14)), static_cast<int>(15 * random.below(4)));
    with_offset.push_back(to_string(time).substr(0, 19) + zone.data());
  }
  all.add(reading("times, read: 2026-05-02T10:30:00.000Z", std::move(plain)));
  all.add(reading("times, read: 2026-05-02T10:30:00+02:00", std::move(with_offset)));
  all.add(writing());
}

} // namespace leadcore::bench
