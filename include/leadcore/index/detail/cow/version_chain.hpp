// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_COW_VERSION_CHAIN_HPP
#define LEADCORE_INDEX_DETAIL_COW_VERSION_CHAIN_HPP

// Reclamation of nodes. Versions form a chain, oldest first, since there is one writer at a time.
// Each owns the nodes that its successor does not reach and keeps the successor alive; the last one
// owns every node that it reaches. So nodes carry no count, and a reader counts one reference.

#include <leadcore/index/detail/cow/node.hpp>
#include <leadcore/version.hpp>

#include <atomic>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail::cow {

template <class Version> class version_ptr;

/// The base of a version. Version has visit_nodes(visit), which calls visit(node) for every node
/// that the version reaches, each before the nodes that refer to it.
template <class Version> class version_base {
 public:
  version_base() = default;
  version_base(const version_base&) = delete;
  version_base& operator=(const version_base&) = delete;

 protected:
  ~version_base() = default;

 private:
  friend version_ptr<Version>;

  // Bookkeeping of the chain; a reader of the version sees none of it.
  mutable std::atomic<std::size_t> references_ = 0;
  mutable const Version* next_ = nullptr; // counted
  mutable bool owns_all_ = false;         // whether it is the last version of the chain
  mutable std::vector<const node*> retired_{};
};

/// Shared ownership of a version. As std::shared_ptr<const Version>, except that releasing a chain
/// of versions is a loop, so its length is bounded by memory and not by the stack.
template <class Version> class version_ptr {
 public:
  version_ptr() = default;
  version_ptr(const version_ptr& other) noexcept : version_(other.version_) { acquire(version_); }
  version_ptr(version_ptr&& other) noexcept : version_(std::exchange(other.version_, nullptr)) {}
  version_ptr& operator=(version_ptr other) noexcept {
    swap(other);
    return *this;
  }
  ~version_ptr() { release(version_); }

  /// Begins a chain. The version owns every node that it reaches.
  [[nodiscard]] static version_ptr first(std::unique_ptr<Version> version) noexcept {
    return version_ptr(std::move(version));
  }
  /// Appends a version to the one that this refers to, which must be the last of its chain.
  /// @param retired  the nodes of the old version that the new one does not reach
  [[nodiscard]] version_ptr append(std::unique_ptr<Version> version,
                                   std::vector<const node*> retired) const noexcept {
    version_ptr next(std::move(version));
    acquire(next.version_);
    version_->next_ = next.version_;
    version_->owns_all_ = false;
    version_->retired_ = std::move(retired);
    return next;
  }

  void swap(version_ptr& other) noexcept { std::swap(version_, other.version_); }
  [[nodiscard]] const Version* get() const noexcept { return version_; }
  [[nodiscard]] const Version& operator*() const noexcept { return *version_; }
  [[nodiscard]] const Version* operator->() const noexcept { return version_; }

 private:
  explicit version_ptr(std::unique_ptr<Version> version) noexcept : version_(version.release()) {
    acquire(version_);
    version_->owns_all_ = true;
  }

  static void acquire(const Version* version) noexcept {
    if (version != nullptr) {
      version->references_.fetch_add(1, std::memory_order_relaxed);
    }
  }
  static void release(const Version* version) noexcept {
    while (version != nullptr &&
           version->references_.fetch_sub(1, std::memory_order_acq_rel) == 1) {
      const Version* const next = version->next_;
      if (version->owns_all_) {
        version->visit_nodes([](const node* each) { delete each; });
      }
      for (const node* const each : version->retired_) {
        delete each;
      }
      delete version;
      version = next;
    }
  }

  const Version* version_ = nullptr;
};

} // namespace leadcore::inline LEADCORE_ABI::detail::cow

#endif
