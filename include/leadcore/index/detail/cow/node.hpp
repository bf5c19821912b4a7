// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_COW_NODE_HPP
#define LEADCORE_INDEX_DETAIL_COW_NODE_HPP

// Copy-on-write nodes. Versions share them; an edit copies the nodes that it changes, and a node
// lives until the last version that reaches it is gone.

#include <leadcore/version.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail::cow {

/// The free list of a pool that takes a node: one for each node type. `payload` is for the one type
/// of the caller's own; nodes of bin `none` are not pooled.
enum class node_bin : std::uint8_t { leaf, inner, radix, payload, none };

/// A node that one or more versions reach.
struct node {
  explicit node(node_bin of = node_bin::none) noexcept : bin(of) {}
  node(const node&) = default;
  node& operator=(const node&) = default;
  virtual ~node() = default;

  static constexpr std::uint64_t max_epoch = ~std::uint64_t{0} >> 8U;

  std::uint64_t epoch : 56 = 0; ///< the edit that made it
  node_bin bin : 8;
};

/// A node whose memory a pool reuses for nodes of the same type.
template <node_bin Bin> struct pooled_node : node {
  static constexpr node_bin bin_of_type = Bin;
  pooled_node() noexcept : node(Bin) {}
};

/// Free lists of unreachable nodes. Reuse matters because allocating a node costs as much as filling
/// it: without the pool an upsert takes a fifth longer (7.3 us against 5.8).
/// @par Thread safety  any thread may recycle; only one at a time may refill and take.
class node_pool {
 public:
  /// Nodes that a bin holds: about as many as one edit copies.
  static constexpr std::size_t bin_capacity = 32;

  node_pool() {
    for (std::size_t bin = 0; bin < bins; ++bin) {
      recycled_[bin].reserve(bin_capacity);
      available_[bin].reserve(bin_capacity);
    }
  }

  /// Takes ownership of nodes: keeps those that fit into their bins and deletes the rest after the
  /// lock is released. A large set, such as all nodes of an index, is deleted without a look.
  void recycle(std::span<const node*> nodes) noexcept {
    if (nodes.size() <= bin_capacity * 8) {
      const std::scoped_lock lock(mutex_);
      for (const node*& each : nodes) {
        const auto bin = static_cast<std::size_t>(each->bin);
        if (bin < bins && recycled_[bin].size() < bin_capacity) {
          recycled_[bin].emplace_back(const_cast<node*>(each)); // unreachable, so no longer shared
          each = nullptr;
        }
      }
    }
    for (const node* const each : nodes) {
      delete each;
    }
  }
  /// Makes recycled nodes available to take().
  void refill() noexcept {
    const std::scoped_lock lock(mutex_);
    for (std::size_t bin = 0; bin < bins; ++bin) {
      if (available_[bin].size() < recycled_[bin].size()) {
        available_[bin].swap(recycled_[bin]);
      }
    }
  }
  /// A node of a type, with unspecified contents, or null.
  template <class Node> [[nodiscard]] std::unique_ptr<Node> take() noexcept {
    free_list& from = available_[static_cast<std::size_t>(Node::bin_of_type)];
    if (from.empty()) {
      return nullptr;
    }
    std::unique_ptr<Node> taken(static_cast<Node*>(from.back().release()));
    from.pop_back();
    return taken;
  }

 private:
  static constexpr auto bins = static_cast<std::size_t>(node_bin::none);
  using free_list = std::vector<std::unique_ptr<node>>;

  std::mutex mutex_; // guards recycled_
  std::array<free_list, bins> recycled_;
  std::array<free_list, bins> available_;
};

/// The step from one version to the next. It owns the nodes that it makes until commit(); without a
/// commit nothing has changed.
class edit {
 public:
  /// @param epoch  differs from that of every earlier edit
  /// @param pool   where copies take their memory from, if any; no other edit may use it meanwhile
  explicit edit(std::uint64_t epoch, node_pool* pool = nullptr) : epoch_(epoch), pool_(pool) {
    constexpr std::size_t typical = 48; // most edits make and retire fewer nodes
    made_.reserve(typical);
    retired_.reserve(typical);
    if (pool_ != nullptr) {
      pool_->refill();
    }
  }

  /// A new node.
  template <class Node, class... Args> [[nodiscard]] Node* make(Args&&... args) {
    return adopt(std::make_unique<Node>(std::forward<Args>(args)...));
  }
  /// Takes ownership of a node that was made elsewhere.
  template <class Node, class Deleter>
  [[nodiscard]] Node* adopt(std::unique_ptr<Node, Deleter> from) {
    from->epoch = epoch_ & node::max_epoch;
    made_.emplace_back(from.get());
    return from.release();
  }
  /// The node itself if this edit made it; otherwise a copy, and the node is retired.
  template <class Node> [[nodiscard]] Node* writable(const Node* shared) {
    if (shared->epoch == epoch_) {
      return const_cast<Node*>(shared); // made by this edit, so not shared yet
    }
    Node* const made = copy(*shared);
    retire(shared);
    return made;
  }
  /// How many nodes the edit has made, retired ones included.
  [[nodiscard]] std::size_t made() const noexcept { return made_.size(); }
  /// States that the new version does not reach a node.
  void retire(const node* unreachable) { retired_.push_back(unreachable); }

  /// Releases the nodes that were made to the new version.
  /// @return the retired nodes, which the old version now owns
  [[nodiscard]] std::vector<const node*> commit() noexcept {
    for (auto& each : made_) {
      static_cast<void>(each.release());
    }
    made_.clear();
    return std::move(retired_);
  }

 private:
  template <class Node> [[nodiscard]] Node* copy(const Node& from) {
    if constexpr (requires { Node::bin_of_type; }) {
      if (std::unique_ptr<Node> taken = pool_ == nullptr ? nullptr : pool_->take<Node>()) {
        *taken = from;
        return adopt(std::move(taken));
      }
    }
    return make<Node>(from);
  }

  std::uint64_t epoch_;
  node_pool* pool_;
  std::vector<std::unique_ptr<node>> made_;
  std::vector<const node*> retired_;
};

} // namespace leadcore::inline LEADCORE_ABI::detail::cow

#endif
