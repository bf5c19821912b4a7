// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_SOURCE_HPP
#define LEADCORE_EXAMPLES_IMPORT_SOURCE_HPP

// The bytes of a file as UTF-8, read in blocks and as often as needed, whatever its size and
// encoding; and the records that csv.hpp and json.hpp make of them. iconv converts other encodings,
// once, into a temporary file.

#include "sha256.hpp"
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
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace demo {

/// A file as UTF-8. Rows may still have bytes in another encoding: see record_to_utf8.
class source {
 public:
  /// @param encoding  a name for iconv; empty: as the first bytes show, else UTF-8
  /// @return the source, or the reason why the file cannot be read as a text
  [[nodiscard]] static leadcore::result<source, std::string> open(const std::string& path,
                                                                  const std::string& encoding) {
    constexpr std::uint64_t max_pipe_size = 1U << 30U;
    file_ptr file(std::fopen(path.c_str(), "rbe"));
    struct stat about{};
    if (file == nullptr || fstat(fileno(file.get()), &about) != 0) {
      return leadcore::fail(std::strerror(errno));
    }
    if (S_ISDIR(about.st_mode) || S_ISCHR(about.st_mode) || S_ISBLK(about.st_mode)) {
      return leadcore::fail(S_ISDIR(about.st_mode) ? "this is a folder; name a file in it"
                                                   : "this is a device, and no file");
    }
    return S_ISREG(about.st_mode)
               ? of(std::move(file), encoding)
               : copy(file.get(), "", max_pipe_size).and_then([&](file_ptr copied) {
                   return of(std::move(copied), encoding);
                 });
  }
  /// Bytes in memory, which must outlive the source.
  [[nodiscard]] static leadcore::result<source, std::string> of_bytes(std::string_view bytes,
                                                                      const std::string& encoding) {
    file_ptr file(fmemopen(const_cast<char*>(bytes.data()), bytes.size(), "r")); // only read
    if (file == nullptr) {
      return leadcore::fail(std::strerror(errno));
    }
    return of(std::move(file), encoding);
  }

  /// The bytes ahead: at least one, unless the end is reached.
  [[nodiscard]] std::string_view peek() {
    if (at_ == block_.size()) {
      block_at_ += at_;
      at_ = 0;
      block_ = bytes_at(file_.get(), begin_ + block_at_,
                        std::min<std::uint64_t>(block_size, size_ - std::min(size_, block_at_)));
    }
    return std::string_view(block_).substr(at_);
  }
  void consume(std::size_t bytes) noexcept { at_ += bytes; }
  /// Bytes from the beginning of the text.
  [[nodiscard]] std::uint64_t position() const noexcept { return block_at_ + at_; }
  void seek(std::uint64_t position) {
    if (position < block_at_ || position - block_at_ > block_.size()) {
      block_.clear();
      block_at_ = position;
    }
    at_ = position - block_at_;
  }
  [[nodiscard]] int percent() const noexcept {
    return size_ == 0 ? 100 : static_cast<int>(position() * 100 / size_);
  }
  [[nodiscard]] const std::string& encoding() const noexcept { return encoding_; }
  /// Whether the system failed to read the file: what was read then is not all.
  [[nodiscard]] bool has_failed() const noexcept { return std::ferror(file_.get()) != 0; }

 private:
  struct close {
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
  };
  using file_ptr = std::unique_ptr<std::FILE, close>;
  static constexpr std::size_t block_size = 1U << 16U;

  /// Bytes of a file from a position on, fewer at its end.
  [[nodiscard]] static std::string bytes_at(std::FILE* file, std::uint64_t position,
                                            std::size_t most) {
    std::string bytes(most, '\0');
    const bool is_there = fseeko(file, static_cast<off_t>(position), SEEK_SET) == 0;
    bytes.resize(is_there ? std::fread(bytes.data(), 1, most, file) : 0);
    return bytes;
  }

  /// Copies what is left of a file to a temporary one, as UTF-8 if it has another encoding.
  /// @param encoding  empty: the bytes stay as they are
  [[nodiscard]] static leadcore::result<file_ptr, std::string>
  copy(std::FILE* from, const std::string& encoding, std::uint64_t most) {
    const iconv_t opened = encoding.empty() ? iconv_open("ISO-8859-1", "ISO-8859-1")
                                            : iconv_open("UTF-8", encoding.c_str());
    // iconv_open says "no" with this value, which POSIX defines as a cast.
    if (opened == reinterpret_cast<iconv_t>(-1)) { // NOLINT(performance-no-int-to-ptr)
      return leadcore::fail("there is no encoding \"" + encoding +
                            "\" (iconv --list shows them all)");
    }
    const std::unique_ptr<void, int (*)(iconv_t)> converter(opened, iconv_close);
    file_ptr to(std::tmpfile());
    std::string in(block_size, '\0');
    std::string out(4 * block_size, '\0');
    std::size_t left = 0;    // bytes of a character that the block before began
    std::uint64_t taken = 0; // bytes before these
    for (bool is_end = false; !is_end;) {
      const std::size_t size = left + std::fread(in.data() + left, 1, in.size() - left, from);
      is_end = size == left;
      left = size;
      char* next = in.data();
      char* made = out.data();
      std::size_t room = out.size();
      const auto failed = static_cast<std::size_t>(-1);
      if ((iconv(converter.get(), is_end ? nullptr : &next, &left, &made, &room) == failed &&
           errno == EILSEQ) ||
          (is_end && left > 0)) {
        return leadcore::fail("byte " + std::to_string(taken + (is_end ? 0 : size - left)) +
                              " is not " + encoding);
      }
      taken += size - left;
      if (taken > most) {
        return leadcore::fail("this is more than 1 GiB from a pipe; save it as a file");
      }
      std::move(next, next + left, in.data());
      if (std::ferror(from) != 0 || to == nullptr ||
          std::fwrite(out.data(), 1, out.size() - room, to.get()) != out.size() - room) {
        return leadcore::fail(std::strerror(errno));
      }
    }
    return to;
  }

  /// The Unicode encoding of a byte order mark, or the one that has NULs where these bytes have
  /// them; empty if none.
  [[nodiscard]] static std::string encoding_of(std::string_view bytes) {
    using namespace std::string_view_literals;
    std::array<std::size_t, 4> nuls{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      nuls[i % 4] += bytes[i] == '\0' ? 1U : 0U;
    }
    std::string places; // of four bytes
    for (const std::size_t count : nuls) {
      places += count > bytes.size() / 4 * 3 / 4 ? '0' : '1';
    }
    for (const auto& [mark, nuls_at, encoding] :
         std::to_array<std::array<std::string_view, 3>>({{"\xFF\xFE\0\0"sv, "1000", "UTF-32LE"},
                                                         {"\0\0\xFE\xFF"sv, "0001", "UTF-32BE"},
                                                         {"\xEF\xBB\xBF", "never", "UTF-8"},
                                                         {"\xFF\xFE", "1010", "UTF-16LE"},
                                                         {"\xFE\xFF", "0101", "UTF-16BE"}})) {
      if (bytes.starts_with(mark) || places == nuls_at) {
        return std::string(encoding);
      }
    }
    return "";
  }

  /// Why a file is no table, from its first bytes; empty if it may be one.
  [[nodiscard]] static std::string refuse(std::string_view bytes) {
    constexpr std::string_view kinds =
#include "data/file_kinds.tsv"
        ;
    const std::string start = to_lower(trim(bytes.substr(0, 512)));
    const std::string hexadecimal = "0x" + to_hex(bytes.substr(0, 16));
    std::string why;
    for_each_name(kinds,
                  [&](std::string_view name, std::string_view advice, std::string_view begin) {
                    if (start.starts_with(begin) || hexadecimal.starts_with(begin) ||
                        (begin == "ustar" && start.find(begin) == 257)) {
                      why = "this is " + std::string(name) + "; " + std::string(advice);
                    }
                  });
    return why;
  }

  /// @param wanted  the encoding, if it is known
  [[nodiscard]] static leadcore::result<source, std::string> of(file_ptr file,
                                                                const std::string& wanted) {
    source made;
    made.file_ = std::move(file);
    std::FILE* const opened = made.file_.get();
    const std::string first = bytes_at(opened, 0, 4096);
    const std::string shown = encoding_of(first);
    made.encoding_ = !wanted.empty() ? wanted : !shown.empty() ? shown : "UTF-8";
    while (std::string_view(first).substr(made.begin_).starts_with("\uFEFF")) {
      made.begin_ += 3;
    }
    const std::string key = name_key(made.encoding_);
    const bool is_wide = shown.size() > 5; // not UTF-8
    std::string why = refuse(std::string_view(first).substr(made.begin_));
    if (why.empty() && is_wide && !key.starts_with(name_key(shown.substr(0, 6)))) {
      why = "this is not " + wanted + ": the first bytes are " + shown;
    } else if (why.empty() && !is_wide && wanted.empty() &&
               20 * static_cast<std::size_t>(std::ranges::count(first, '\0')) > first.size()) {
      why = "this is no text in UTF-8; --encoding can name another one";
    }
    if (!why.empty()) {
      return leadcore::fail(std::move(why));
    }
    if (key != "utf8") {
      std::fseek(opened, static_cast<long>(made.begin_), SEEK_SET);
      return copy(opened, made.encoding_, ~std::uint64_t{0})
          .and_then([](file_ptr copied) { return of(std::move(copied), "UTF-8"); })
          .map([&](source converted) {
            converted.encoding_ = made.encoding_;
            return converted;
          });
    }
    std::fseek(opened, 0, SEEK_END);
    made.size_ = static_cast<std::uint64_t>(ftello(opened)) - made.begin_;
    constexpr std::uint64_t most = 512; // Ctrl-Z ends some old files
    const std::string last =
        bytes_at(opened, made.begin_ + made.size_ - std::min(most, made.size_), most);
    const auto end = last.find('\x1A', last.find_last_not_of("\x1A\r\n") + 1);
    made.size_ -= last.size() - std::min(end, last.size());
    return made;
  }

  file_ptr file_{};
  std::uint64_t begin_ = 0; // after a byte order mark
  std::uint64_t size_ = 0;
  std::string encoding_{};
  std::string block_{};
  std::uint64_t block_at_ = 0;
  std::size_t at_ = 0; // in the block
};

/// Text as Windows-1252, the usual encoding of spreadsheets besides UTF-8. Its five unassigned
/// bytes become the control characters of the same value, as on the web (Encoding standard, index
/// windows-1252).
[[nodiscard]] inline std::string windows_1252_to_utf8(std::string_view bytes) {
  constexpr std::u32string_view from_0x80 =
      U"€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text +=
        leadcore::encode_utf8(byte >= 0x80 && byte < 0xA0 ? from_0x80[byte - 0x80U] : byte).view();
  }
  return text;
}

/// One record of a file, or the reason why it cannot be read.
struct record {
  std::size_t line = 0;            ///< its first line, or its number, from 1
  std::vector<std::string> fields; ///< by column
  std::string json;                ///< of a lead in the endpoint's own form
  std::string problem;             ///< why it makes no lead; empty if it may
  bool is_recoded = false;         ///< had bytes that are not UTF-8
};

/// Longer records are rejected.
inline constexpr std::size_t max_record_size = 4U << 20U;
/// As many as a spreadsheet has (XFD).
inline constexpr std::size_t max_columns = 16'384;

/// Reads a text that is not UTF-8 as Windows-1252. @return whether it was so
inline bool to_utf8(std::string& text) {
  if (leadcore::is_valid_utf8(text)) {
    return false;
  }
  text = windows_1252_to_utf8(text);
  return true;
}
inline void record_to_utf8(record& of) {
  for (auto& field : of.fields) {
    of.is_recoded = to_utf8(field) || of.is_recoded;
  }
}

/// Records with named columns that can be read several times, whatever the format of the file.
class table {
 public:
  table() = default;
  table(const table&) = delete;
  table& operator=(const table&) = delete;
  virtual ~table() = default;

  std::string format;               ///< such as "CSV with commas"
  std::string unit = "line";        ///< what record::line counts
  std::vector<std::string> remarks; ///< assumptions
  bool are_leads = false;           ///< in the endpoint's own form: records have json, not fields

  /// The names of the columns, in a form that can be printed.
  [[nodiscard]] const std::vector<std::string>& header() const noexcept { return header_; }
  /// Reads the records from the first one on. @param visit  takes each; false ends the reading
  virtual void for_each(const std::function<bool(record&&)>& visit) = 0;

 protected:
  void set_header(std::vector<std::string> names) {
    header_ = std::move(names);
    for (auto& name : header_) {
      name = printable(trim(name));
    }
  }

 private:
  std::vector<std::string> header_;
};

} // namespace demo

#endif
