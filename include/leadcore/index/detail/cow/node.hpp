// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_COW_NODE_HPP
#define LEADCORE_INDEX_DETAIL_COW_NODE_HPP

// The parts that the versions of an index share. A version is never changed: an edit makes the parts
// that differ anew, and what it replaces lives on until the last version that reaches it is gone.

#include <leadcore/version.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Kinds of parts whose memory is used again for others of the kind.
enum class part_kind : std::uint8_t { list_leaf, list_inner, slots, owner, other };

/// A part of one or more versions.
struct version_part {
  explicit version_part(part_kind of = part_kind::other) noexcept : kind(of) {}
  version_part(const version_part&) = default;
  version_part& operator=(const version_part&) = default;
  virtual ~version_part() = default;

  /// The greatest number of an edit.
  static constexpr std::uint64_t last_edit = ~std::uint64_t{0} >> 8U;

  std::uint64_t born : 56 = 0; ///< the edit that made it
  part_kind kind : 8;
};

/// A part whose memory is used again.
template <part_kind Kind> struct reused_part : version_part {
  static constexpr part_kind kind_of_part = Kind;
  reused_part() noexcept : version_part(Kind) {}
};

/// Parts that no version reaches any more, for changes to make theirs of: asking for memory and giving it back would take as long
/// as filling it.
/// @par Thread safety  any thread may add; one at a time may take.
class part_stock {
 public:
  part_stock() {
    for (shelf& each : added_) {
      each.reserve(most);
    }
    for (shelf& each : ready_) {
      each.reserve(most);
    }
  }

  /// Takes over parts; those that there is no use for go. Nobody waits for that: it is done once the lock is free again.
  void add(std::span<const version_part*> parts) noexcept {
    if (parts.size() <=
        most * 8) { // what is left of all that an index had is not worth looking through
      const std::scoped_lock lock(adding_);
      for (const version_part*& part : parts) {
        const auto kind = static_cast<std::size_t>(part->kind);
        if (kind < kinds && added_[kind].size() < most) {
          added_[kind].emplace_back(const_cast<version_part*>(part)); // nobody sees it any more
          part = nullptr;
        }
      }
    }
    for (const version_part* const part : parts) {
      delete part;
    }
  }
  /// Has all that was added ready to be taken.
  void make_ready() noexcept {
    const std::scoped_lock lock(adding_);
    for (std::size_t kind = 0; kind < kinds; ++kind) {
      if (ready_[kind].size() < added_[kind].size()) {
        ready_[kind].swap(added_[kind]);
      }
    }
  }
  /// A part of a kind, with anything in it, or null.
  template <class Part> [[nodiscard]] std::unique_ptr<Part> take() noexcept {
    shelf& from = ready_[static_cast<std::size_t>(Part::kind_of_part)];
    if (from.empty()) {
      return nullptr;
    }
    std::unique_ptr<Part> taken(static_cast<Part*>(from.back().release()));
    from.pop_back();
    return taken;
  }

 private:
  static constexpr std::size_t most = 32; // about as many as a change makes
  static constexpr auto kinds = static_cast<std::size_t>(part_kind::other);
  using shelf = std::vector<std::unique_ptr<version_part>>;

  std::mutex adding_; // guards added_
  std::array<shelf, kinds> added_;
  std::array<shelf, kinds> ready_;
};

/// The change from one version to the next: owns what it makes until it is committed, and nothing is changed if it is
/// not.
class version_edit {
 public:
  /// @param stock  to make parts of, if any; used by no other edit meanwhile
  explicit version_edit(std::uint64_t number, part_stock* stock = nullptr)
      : number_(number), stock_(stock) {
    constexpr std::size_t of_a_change = 48; // most make and retire no more
    made_.reserve(of_a_change);
    retired_.reserve(of_a_change);
    if (stock_ != nullptr) {
      stock_->make_ready();
    }
  }

  /// A new part.
  template <class Part, class... Args> [[nodiscard]] Part* make(Args&&... args) {
    return adopt(std::make_unique<Part>(std::forward<Args>(args)...));
  }
  /// A part that was made elsewhere.
  template <class Part, class Deleter>
  [[nodiscard]] Part* adopt(std::unique_ptr<Part, Deleter> part) {
    part->born = number_ & version_part::last_edit;
    made_.emplace_back(part.get());
    return part.release();
  }
  /// The part to change in place of another: itself if this edit made it, otherwise a copy, and the other is retired.
  template <class Part> [[nodiscard]] Part* writable(const Part* part) {
    if (part->born == number_) {
      return const_cast<Part*>(part); // made by this edit, which handed it out as const
    }
    Part* const copy = copied(*part);
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
  template <class Part> [[nodiscard]] Part* copied(const Part& part) {
    if constexpr (requires { Part::kind_of_part; }) {
      if (std::unique_ptr<Part> taken = stock_ == nullptr ? nullptr : stock_->take<Part>()) {
        *taken = part;
        return adopt(std::move(taken));
      }
    }
    return make<Part>(part);
  }

  std::uint64_t number_;
  part_stock* stock_;
  std::vector<std::unique_ptr<version_part>> made_;
  std::vector<const version_part*> retired_;
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
