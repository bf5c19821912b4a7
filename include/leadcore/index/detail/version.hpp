// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_VERSION_HPP
#define LEADCORE_INDEX_DETAIL_VERSION_HPP

// One state of an index: rows, their searchable texts, and posting lists in the order of the
// answer.

#include <leadcore/index/detail/cow/node.hpp>
#include <leadcore/index/detail/cow/order_statistic_tree.hpp>
#include <leadcore/index/detail/cow/radix_array.hpp>
#include <leadcore/index/detail/cow/version_chain.hpp>
#include <leadcore/index/detail/filter_roles.hpp>
#include <leadcore/index/detail/text/bitmap.hpp>
#include <leadcore/index/detail/text/segmented_index.hpp>
#include <leadcore/index/indexed_lead.hpp>
#include <leadcore/model/value.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/searchable_text.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// The searchable texts of rows.
using text_index = segmented_index<binary_encoding>;
/// Documents in the order of the endpoint, by abbreviated_key.
using posting_list = cow::order_statistic_tree;

/// Owners by ordinal. Members have ordinals from 2 on.
using owner_ordinal = std::uint32_t;
inline constexpr owner_ordinal all_owners = 0;
inline constexpr owner_ordinal no_owner = 1;

/// The posting lists of one owner, of rows without an owner, or of all rows: one for all values and
/// one for each value of an enumeration, so every combination of filters that have posting lists is
/// one list.
template <class Value> struct owner_postings final : cow::node {
  struct value_postings {
    Value value;
    posting_list docs;
  };

  std::shared_ptr<const std::string> name{}; // of a member
  posting_list all{};
  // By first use. A value is any of its type, named or not.
  std::vector<value_postings> by_value{};

  /// The list of a value, or of all values; null if there is none.
  [[nodiscard]] const posting_list* find(const std::optional<Value>& value) const noexcept {
    if (!value.has_value()) {
      return &all;
    }
    for (const value_postings& each : by_value) {
      if (each.value == *value) {
        return &each.docs;
      }
    }
    return nullptr;
  }
  [[nodiscard]] posting_list& find_or_add(const std::optional<Value>& value) {
    const posting_list* const found = find(value);
    return found != nullptr ? const_cast<posting_list&>(*found)
                            : by_value.emplace_back(value_postings{*value, {}}).docs;
  }
};

[[nodiscard]] inline std::uint64_t hash_of(std::string_view text) noexcept {
  return std::hash<std::string_view>{}(text);
}

/// One state of an index; immutable once it is published.
template <class Endpoint> class index_version : public cow::version_base<index_version<Endpoint>> {
 public:
  using row_type = indexed_row<typename Endpoint::record>;
  using value_type = typename filter_roles<Endpoint>::value_type;
  using postings_type = owner_postings<value_type>;

  /// No rows.
  index_version() : texts(std::make_shared<text_index>()) {}
  /// What a transaction changes: it shares all nodes of another version.
  struct copy_of {
    const index_version& other;
  };
  explicit index_version(copy_of from)
      : texts(from.other.texts), rows(from.other.rows), ids(from.other.ids),
        owners(from.other.owners), owner_names(from.other.owner_names), epoch(from.other.epoch + 1),
        last_owner(from.other.last_owner) {}

  std::shared_ptr<const text_index> texts; // never null; shared by versions with the same texts
  cow::radix_array rows{};                 // row_type by document
  cow::order_statistic_tree ids{};         // documents by the hash of the row's id
  cow::radix_array owners{};               // postings_type by ordinal
  cow::order_statistic_tree owner_names{}; // ordinals of members by the hash of the name

  std::uint64_t epoch = 0;
  owner_ordinal last_owner = no_owner; // the greatest ordinal assigned

  /// @pre the document has a row
  [[nodiscard]] const row_type& row(doc_id doc) const noexcept {
    return row_access::row<typename Endpoint::record>(&rows[doc]);
  }
  [[nodiscard]] const postings_type* owner(owner_ordinal owner) const noexcept {
    return static_cast<const postings_type*>(owners.at(owner));
  }
  [[nodiscard]] std::size_t size() const noexcept { return ids.size(); }
  /// The documents of an owner and a value, or of any value; empty if there are none.
  [[nodiscard]] posting_list postings(owner_ordinal of,
                                      const std::optional<value_type>& value = {}) const noexcept {
    const postings_type* const lists = owner(of);
    const posting_list* const found = lists == nullptr ? nullptr : lists->find(value);
    return found == nullptr ? posting_list() : *found;
  }

  // Comparators for entries with equal keys. They read the rows and names of this version.
  [[nodiscard]] auto id_comparator(std::string_view id) const {
    return [this, id](doc_id doc) { return Endpoint::key(row(doc)).compare(id) <=> 0; };
  }
  [[nodiscard]] auto name_comparator(std::string_view name) const {
    return [this, name](owner_ordinal each) {
      return static_cast<const postings_type&>(owners[each]).name->compare(name) <=> 0;
    };
  }
  [[nodiscard]] auto order_comparator(const row_type& sought) const {
    return [this, &sought](doc_id doc) { return Endpoint::order.compare(row(doc), sought); };
  }

  [[nodiscard]] const row_type* find(std::string_view id) const noexcept {
    const doc_id doc = ids.find(hash_of(id), id_comparator(id));
    return doc == cow::order_statistic_tree::none ? nullptr : &row(doc);
  }
  /// The ordinal of a member with rows, or order_statistic_tree::none.
  [[nodiscard]] owner_ordinal find_owner(std::string_view name) const {
    return owner_names.find(hash_of(name), name_comparator(name));
  }

  /// Calls visit(node) for every node, each before the nodes that refer to it.
  void visit_nodes(cow::visit_node visit) const {
    rows.visit_elements(visit);
    rows.visit_nodes(visit);
    ids.visit_nodes(visit);
    owner_names.visit_nodes(visit);
    owners.visit_elements([&](const cow::node* each) {
      const auto& lists = static_cast<const postings_type&>(*each);
      lists.all.visit_nodes(visit);
      for (const auto& of_value : lists.by_value) {
        of_value.docs.visit_nodes(visit);
      }
      visit(each);
    });
    owners.visit_nodes(visit);
  }
};

template <class Endpoint> using version_ptr = cow::version_ptr<index_version<Endpoint>>;

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
