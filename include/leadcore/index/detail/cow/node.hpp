// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_COW_NODE_HPP
#define LEADCORE_INDEX_DETAIL_COW_NODE_HPP

// Copy-on-write nodes. Versions share them; an edit copies the nodes that it changes, and a node
// lives until the last version that reaches it is gone.

#include <leadcore/text/function_ref.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail::cow {

/// A node that one or more versions reach.
struct node {
  node() = default;
  node(const node&) = default;
  node& operator=(const node&) = default;
  virtual ~node() = default;

  std::uint64_t epoch = 0; ///< the edit that made it
};

/// Visits a node.
using visit_node = function_ref<void(const node*)>;

/// The step from one version to the next. It owns the nodes that it makes until commit(); without a
/// commit nothing has changed.
class edit {
 public:
  /// @param epoch  differs from that of every earlier edit
  explicit edit(std::uint64_t epoch) : epoch_(epoch) {
    constexpr std::size_t typical = 48; // most edits make and retire fewer nodes
    made_.reserve(typical);
    retired_.reserve(typical);
  }

  /// A new node.
  template <class Node, class... Args> [[nodiscard]] Node* make(Args&&... args) {
    auto* const made = new Node(std::forward<Args>(args)...);
    adopt(std::unique_ptr<node>(made));
    return made;
  }
  /// Takes ownership of a node.
  [[gnu::noinline]] node* adopt(std::unique_ptr<node> made) {
    made->epoch = epoch_;
    made_.push_back(std::move(made));
    return made_.back().get();
  }
  /// The node itself if this edit made it; otherwise a copy, and the node is retired.
  template <class Node> [[nodiscard]] Node* writable(const Node* shared) {
    if (shared->epoch == epoch_) {
      return const_cast<Node*>(shared); // made by this edit, so not shared yet
    }
    Node* const copy = make<Node>(*shared);
    retire(shared);
    return copy;
  }
  /// How many nodes the edit has made, retired ones included.
  [[nodiscard]] std::size_t made() const noexcept { return made_.size(); }
  /// States that the new version does not reach a node.
  [[gnu::noinline]] void retire(const node* unreachable) { retired_.push_back(unreachable); }

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
  std::uint64_t epoch_;
  std::vector<std::unique_ptr<node>> made_{};
  std::vector<const node*> retired_{};
};

} // namespace leadcore::inline LEADCORE_ABI::detail::cow

#endif
