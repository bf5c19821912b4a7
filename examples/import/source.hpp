// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_SOURCE_HPP
#define LEADCORE_EXAMPLES_IMPORT_SOURCE_HPP

// The bytes of a file as UTF-8, read in blocks and as often as needed, whatever its size and
// encoding. iconv converts other encodings, once, into a temporary file.

#include "text.hpp"

#include <leadcore/text/result.hpp>
#include <leadcore/text/utf8.hpp>

#include <fcntl.h>
#include <iconv.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace demo {

/// A file as UTF-8. Rows may still have bytes in another encoding: see record_to_utf8.
class source {
 public:
  static constexpr std::size_t block_size = 1U << 16U;
  /// A pipe is copied to a temporary file, up to here.
  static constexpr std::uint64_t max_pipe_size = 1U << 30U;

  /// @param encoding  a name for iconv; empty: as the first bytes show, else UTF-8
  /// @return the source, or the reason why the file cannot be read as a text
  [[nodiscard]] static leadcore::result<source, std::string> open(const std::string& path,
                                                                  const std::string& encoding) {
    file_ptr file(std::fopen(path.c_str(), "rbe"));
    struct stat about{};
    if (file == nullptr || fstat(fileno(file.get()), &about) != 0) {
      return leadcore::fail(std::string(std::strerror(errno)));
    }
    if (S_ISDIR(about.st_mode)) {
      return leadcore::fail(std::string("this is a folder; name a file in it"));
    }
    if (S_ISCHR(about.st_mode) || S_ISBLK(about.st_mode)) {
      return leadcore::fail(std::string("this is a device, and no file"));
    }
    if (!S_ISREG(about.st_mode)) {
      auto copied = copy(file.get(), "");
      if (!copied.has_value()) {
        return leadcore::fail(std::move(copied.error()));
      }
      file = *std::move(copied);
    }
    return of(std::move(file), encoding);
  }
  /// Bytes in memory; they are copied.
  [[nodiscard]] static leadcore::result<source, std::string> of_bytes(std::string_view bytes,
                                                                      const std::string& encoding) {
    file_ptr file(std::tmpfile());
    if (file == nullptr || !write(file.get(), bytes)) {
      return leadcore::fail(std::string(std::strerror(errno)));
    }
    return of(std::move(file), encoding);
  }

  /// The bytes ahead: at least one, unless the end is reached.
  [[nodiscard]] std::string_view peek() {
    if (at_ == block_.size()) {
      block_at_ += block_.size();
      at_ = 0;
      block_.resize(std::min<std::uint64_t>(block_size, size_ - std::min(size_, block_at_)));
      block_.resize(std::fread(block_.data(), 1, block_.size(), file_.get()));
      failed_ = failed_ || std::ferror(file_.get()) != 0;
    }
    return std::string_view(block_).substr(at_);
  }
  void consume(std::size_t bytes) noexcept { at_ += bytes; }
  /// Bytes from the beginning of the text.
  [[nodiscard]] std::uint64_t position() const noexcept { return block_at_ + at_; }
  void seek(std::uint64_t position) {
    if (!block_.empty() && position >= block_at_ && position - block_at_ <= block_.size()) {
      at_ = position - block_at_;
      return;
    }
    block_.clear();
    at_ = 0;
    block_at_ = position;
    failed_ = fseeko(file_.get(), static_cast<off_t>(begin_ + position), SEEK_SET) != 0 || failed_;
  }
  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
  [[nodiscard]] int percent() const noexcept {
    return size_ == 0 ? 100 : static_cast<int>(position() * 100 / size_);
  }
  [[nodiscard]] const std::string& encoding() const noexcept { return encoding_; }
  /// Whether the system failed to read the file: what was read then is not all.
  [[nodiscard]] bool has_failed() const noexcept { return failed_; }

 private:
  struct close {
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
  };
  using file_ptr = std::unique_ptr<std::FILE, close>;

  source(file_ptr file, std::uint64_t begin, std::uint64_t size, std::string encoding)
      : file_(std::move(file)), begin_(begin), size_(size), encoding_(std::move(encoding)) {
    seek(0);
  }

  [[nodiscard]] static bool write(std::FILE* file, std::string_view bytes) {
    return std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  }
  /// The first bytes of a file; it is then at its beginning again.
  [[nodiscard]] static std::string first_bytes(std::FILE* file) {
    std::string bytes(4096, '\0');
    std::rewind(file);
    bytes.resize(std::fread(bytes.data(), 1, bytes.size(), file));
    std::rewind(file);
    return bytes;
  }

  /// Copies what is left of a file to a temporary one, as UTF-8 if it has another encoding.
  /// @param encoding  empty: the bytes stay as they are
  [[nodiscard]] static leadcore::result<file_ptr, std::string> copy(std::FILE* from,
                                                                    const std::string& encoding) {
    const iconv_t opened = encoding.empty() ? nullptr : iconv_open("UTF-8", encoding.c_str());
    // iconv_open says "no" with this value, which POSIX defines as a cast.
    if (opened == reinterpret_cast<iconv_t>(-1)) { // NOLINT(performance-no-int-to-ptr)
      return leadcore::fail("there is no encoding \"" + encoding +
                            "\" (iconv --list shows them all)");
    }
    const std::unique_ptr<void, int (*)(iconv_t)> converter(opened, iconv_close);
    file_ptr to(std::tmpfile());
    std::string in(block_size, '\0');
    std::string out(4 * block_size, '\0');
    std::size_t kept = 0; // bytes of a character that the block before began
    while (to != nullptr && std::ferror(from) == 0) {
      const std::size_t size = kept + std::fread(in.data() + kept, 1, in.size() - kept, from);
      const bool is_end = size == kept;
      if (is_end && (kept > 0 || std::ferror(from) != 0)) {
        break;
      }
      std::string_view made = std::string_view(in).substr(0, size);
      if (converter != nullptr) {
        char* next = in.data();
        std::size_t left = size;
        char* written = out.data();
        std::size_t room = out.size();
        const std::size_t done =
            iconv(converter.get(), is_end ? nullptr : &next, &left, &written, &room);
        kept = left;
        if (done == static_cast<std::size_t>(-1) && errno == EILSEQ) {
          break;
        }
        std::move(next, next + left, in.data());
        made = std::string_view(out).substr(0, out.size() - room);
      } else if (static_cast<std::uint64_t>(ftello(to.get())) + size > max_pipe_size) {
        return leadcore::fail(
            std::string("this is more than 1 GiB from a pipe; save it as a file"));
      }
      if (!write(to.get(), made)) {
        return leadcore::fail(std::string(std::strerror(errno)));
      }
      if (is_end) {
        return to;
      }
    }
    return leadcore::fail(kept == 0
                              ? std::string(std::strerror(errno))
                              : "byte " + std::to_string(ftello(from) - static_cast<long>(kept)) +
                                    " is not " + encoding);
  }

  /// The Unicode encoding of a byte order mark, else the one that has NULs where these bytes have
  /// them; empty if none.
  [[nodiscard]] static std::string encoding_of(std::string_view bytes) {
    using namespace std::string_view_literals;
    for (const auto& [mark, encoding] :
         {std::pair("\xFF\xFE\0\0"sv, "UTF-32LE"), std::pair("\0\0\xFE\xFF"sv, "UTF-32BE"),
          std::pair("\xEF\xBB\xBF"sv, "UTF-8"), std::pair("\xFF\xFE"sv, "UTF-16LE"),
          std::pair("\xFE\xFF"sv, "UTF-16BE")}) {
      if (bytes.starts_with(mark)) {
        return encoding;
      }
    }
    std::array<std::size_t, 4> nuls{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      nuls[i % 4] += bytes[i] == '\0' ? 1U : 0U;
    }
    const auto has = [&](std::size_t i) { return nuls[i] > bytes.size() / 4 * 3 / 4; };
    if (has(2) && has(1)) {
      return has(0) ? "UTF-32BE" : has(3) ? "UTF-32LE" : "";
    }
    return has(1) && has(3) ? "UTF-16LE" : has(0) && has(2) ? "UTF-16BE" : "";
  }

  /// Why a file is no table, from its first bytes; empty if it may be one.
  [[nodiscard]] static std::string refuse(std::string_view bytes) {
    constexpr std::string_view kinds =
#include "data/file_kinds.tsv"
        ;
    const std::string start = to_lower(trim(bytes.substr(0, 512)));
    std::string hexadecimal = "0x";
    for (const char c : bytes.substr(0, 16)) {
      constexpr std::string_view digits = "0123456789abcdef";
      hexadecimal += digits[static_cast<unsigned char>(c) >> 4U];
      hexadecimal += digits[static_cast<unsigned char>(c) & 15U];
    }
    std::string why = bytes.size() > 262 && bytes.substr(257, 5) == "ustar"
                          ? "this is a tar archive; unpack it"
                          : "";
    for_each_name(kinds,
                  [&](std::string_view name, std::string_view advice, std::string_view begin) {
                    if (start.starts_with(begin) || hexadecimal.starts_with(begin)) {
                      why = "this is " + std::string(name) + "; " + std::string(advice);
                    }
                  });
    return why;
  }

  [[nodiscard]] static leadcore::result<source, std::string> of(file_ptr file,
                                                                const std::string& wanted) {
    std::string first = first_bytes(file.get());
    if (std::string why = refuse(first); !why.empty()) {
      return leadcore::fail(std::move(why));
    }
    const std::string shown = encoding_of(first);
    const std::string encoding = !wanted.empty() ? wanted : !shown.empty() ? shown : "UTF-8";
    const bool is_wide = shown.starts_with("UTF-16") || shown.starts_with("UTF-32");
    if (is_wide && !name_key(wanted).starts_with(name_key(shown.substr(0, 6))) && !wanted.empty()) {
      return leadcore::fail("this is not " + wanted + ": the first bytes are " + shown);
    }
    if (!is_wide && wanted.empty() &&
        20 * static_cast<std::size_t>(std::ranges::count(first, '\0')) > first.size()) {
      return leadcore::fail(
          std::string("this is no text in UTF-8; --encoding can name another one"));
    }
    if (name_key(encoding) != "utf8") {
      if (shown == "UTF-8") {
        std::fseek(file.get(), 3, SEEK_SET); // its mark
      }
      auto converted = copy(file.get(), encoding);
      if (!converted.has_value()) {
        return leadcore::fail(std::move(converted.error()));
      }
      file = *std::move(converted);
      first = first_bytes(file.get());
    }
    std::size_t begin = 0;
    while (std::string_view(first).substr(begin).starts_with("\uFEFF")) {
      begin += 3;
    }
    if (std::string why = refuse(std::string_view(first).substr(begin)); !why.empty()) {
      return leadcore::fail(std::move(why));
    }
    std::fseek(file.get(), 0, SEEK_END);
    auto size = static_cast<std::uint64_t>(ftello(file.get())) - begin;
    constexpr int most_marks = 512; // Ctrl-Z ends some old files
    for (int i = 0; i < most_marks && size > 0 &&
                    fseeko(file.get(), static_cast<off_t>(begin + size - 1), SEEK_SET) == 0 &&
                    std::fgetc(file.get()) == 0x1A;
         ++i) {
      --size;
    }
    return source(std::move(file), begin, size, encoding);
  }

  file_ptr file_;
  std::uint64_t begin_ = 0; // after a byte order mark
  std::uint64_t size_ = 0;
  std::string encoding_;
  std::string block_;
  std::uint64_t block_at_ = 0;
  std::size_t at_ = 0; // in the block
  bool failed_ = false;
};

/// Text as Windows-1252, the usual encoding of spreadsheets besides UTF-8. Its five unassigned
/// bytes become the control characters of the same value, as on the web (Encoding standard, index
/// windows-1252).
[[nodiscard]] inline std::string windows_1252_to_utf8(std::string_view bytes) {
  constexpr std::array<char32_t, 32> from_0x80{
      0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
      0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
      0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text +=
        leadcore::encode_utf8(byte >= 0x80 && byte < 0xA0 ? from_0x80[byte - 0x80U] : byte).view();
  }
  return text;
}

} // namespace demo

#endif
