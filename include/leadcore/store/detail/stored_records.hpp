// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_STORE_DETAIL_STORED_RECORDS_HPP
#define LEADCORE_STORE_DETAIL_STORED_RECORDS_HPP

// The rows of a durable store, read one at a time.

#include <leadcore/sql/rows.hpp>
#include <leadcore/sql/statement.hpp>
#include <leadcore/store/detail/durable_file.hpp>
#include <leadcore/store/durable_error.hpp>
#include <leadcore/version.hpp>

#include <sqlite3.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

namespace leadcore::inline LEADCORE_ABI {
namespace detail {

/// The records that a statement selects: an input range, so that one is in memory at a time. It
/// ends at the first error.
template <class Endpoint> class stored_records {
 public:
  using record = typename Endpoint::record;

  class iterator {
   public:
    using value_type = record;
    using difference_type = std::ptrdiff_t;

    explicit iterator(stored_records* of) : of_(of) {}
    [[nodiscard]] const record& operator*() const { return *of_->current_; }
    iterator& operator++() {
      of_->read();
      return *this;
    }
    iterator operator++(int) { return ++*this; }
    friend bool operator==(const iterator& at, std::default_sentinel_t) { return at.is_at_end(); }

   private:
    [[nodiscard]] bool is_at_end() const { return !of_->current_.has_value(); }

    stored_records* of_;
  };

  /// @param progress  is increased with each row; may be null
  stored_records(durable_file& file, const sql::statement& select,
                 std::atomic<std::uint64_t>* progress)
      : file_(file), progress_(progress) {
    auto prepared = sql::detail::prepare(file.handle(), select.text, 0);
    if (!prepared.has_value() || sql::detail::bind_all(file.handle(), prepared->get(), select)) {
      failed_ = file.last_error();
    } else {
      select_ = *std::move(prepared);
      read();
    }
  }

  [[nodiscard]] iterator begin() { return iterator(this); }
  [[nodiscard]] std::default_sentinel_t end() const { return {}; }

  [[nodiscard]] const std::optional<durable_error>& error() const noexcept { return failed_; }
  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }

 private:
  void read() {
    current_.reset();
    const int step = sqlite3_step(select_.get());
    if (step == SQLITE_ROW) {
      auto found = sql::read_row<Endpoint>(sql::sqlite_row(select_.get()));
      if (!found.has_value()) {
        const auto& why = found.error();
        failed_ =
            file_.error(durable_errc::unreadable_row,
                        "row " + std::to_string(count_ + 1) + " has " +
                            std::string(to_string(why.code)) + " in " + std::string(why.field));
        return;
      }
      current_ = std::move(*found);
      ++count_;
      if (progress_ != nullptr) {
        progress_->fetch_add(1, std::memory_order_relaxed);
      }
    } else if (step != SQLITE_DONE) {
      failed_ = file_.last_error();
    }
  }

  durable_file& file_;
  std::atomic<std::uint64_t>* progress_;
  sql::detail::sqlite_statement select_{};
  std::optional<record> current_;
  std::optional<durable_error> failed_;
  std::uint64_t count_ = 0;
};

} // namespace detail

} // namespace leadcore::inline LEADCORE_ABI

#endif
