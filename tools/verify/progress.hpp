// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TOOLS_VERIFY_PROGRESS_HPP
#define LEADCORE_TOOLS_VERIFY_PROGRESS_HPP

#include <unistd.h>

#include <cstddef>
#include <iostream>
#include <string_view>

namespace leadcore::verify {

/// How far the work is, on standard error; only on a terminal.
class progress {
 public:
  explicit progress(std::size_t all) : all_(all), shown_(isatty(STDERR_FILENO) == 1) {}
  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;
  ~progress() {
    if (shown_) {
      std::cerr << "\r\x1b[K" << std::flush;
    }
  }
  void step(std::string_view id) {
    if (shown_ && done_ % 64 == 0) {
      std::cerr << "\r\x1b[K" << done_ << " of " << all_ << "  " << id << std::flush;
    }
    ++done_;
  }

 private:
  std::size_t all_;
  std::size_t done_ = 0;
  bool shown_;
};

} // namespace leadcore::verify

#endif
