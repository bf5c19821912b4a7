// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_DETAIL_VERSION_PARTS_HPP
#define LEADCORE_DETAIL_VERSION_PARTS_HPP

// Layer 3, private: the parts that the versions of an index share. A version is never changed: an edit makes the parts
// that differ anew, and what it replaces lives on until the last version that reaches it is gone.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace leadcore::detail {

/// A part of one or more versions.
struct version_part {
  version_part() = default;
  version_part(const version_part&) = default;
  version_part& operator=(const version_part&) = default;
  virtual ~version_part() = default;

  std::uint64_t born = 0; ///< the edit that made it
};

/// The change from one version to the next: owns what it makes until it is committed, and nothing is changed if it is
/// not.
class version_edit {
 public:
  explicit version_edit(std::uint64_t number) : number_(number) {
    constexpr std::size_t of_a_change = 48; // most make and retire no more
    made_.reserve(of_a_change);
    retired_.reserve(of_a_change);
  }

  /// A new part.
  template <class Part, class... Args> [[nodiscard]] Part* make(Args&&... args) {
    return adopt(std::make_unique<Part>(std::forward<Args>(args)...));
  }
  /// A part that was made elsewhere.
  template <class Part, class Deleter> [[nodiscard]] Part* adopt(std::unique_ptr<Part, Deleter> part) {
    part->born = number_;
    made_.emplace_back(part.get());
    return part.release();
  }
  /// The part to change in place of another: itself if this edit made it, otherwise a copy, and the other is retired.
  template <class Part> [[nodiscard]] Part* writable(const Part* part) {
    if (part->born == number_) {
      return const_cast<Part*>(part); // made by this edit, which handed it out as const
    }
    Part* const copy = make<Part>(*part);
    retire(part);
    return copy;
  }
  /// Says that the version being made does not reach a part any more.
  void retire(const version_part* part) { retired_.push_back(part); }

  /// Gives up what was made to the new version; the result belongs to the old one.
  [[nodiscard]] std::vector<const version_part*> commit() noexcept {
    for (auto& part : made_) {
      static_cast<void>(part.release());
    }
    made_.clear();
    return std::move(retired_);
  }

 private:
  std::uint64_t number_;
  std::vector<std::unique_ptr<version_part>> made_;
  std::vector<const version_part*> retired_;
};

} // namespace leadcore::detail

#endif
