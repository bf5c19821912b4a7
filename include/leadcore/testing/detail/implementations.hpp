// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTING_DETAIL_IMPLEMENTATIONS_HPP
#define LEADCORE_TESTING_DETAIL_IMPLEMENTATIONS_HPP

// The shapes of implementations that the laws judge.

#include <leadcore/model/error.hpp>
#include <leadcore/model/record.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/query/query.hpp>
#include <leadcore/testing/detail/reference_rows.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <functional>
#include <ranges>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::testing {

// Laws take these types, each constructible from any callable of its shape, so that laws are
// ordinary functions. Pass an implementation that cannot be copied as std::ref(it).

/// A page that owns its rows, whatever the implementation returns.
template <class Endpoint> using basic_plain_page = page_of<typename Endpoint::record>;
/// A page of leads.
using plain_page = basic_plain_page<leads_endpoint>;

/// Copies any page with the members of page_of: `data`, a range of rows, and `pagination`.
template <class Endpoint = leads_endpoint, class Page>
  requires row_of<std::ranges::range_reference_t<const decltype(Page::data)>, Endpoint>
[[nodiscard]] basic_plain_page<Endpoint> to_plain_page(const Page& page) {
  basic_plain_page<Endpoint> plain{{}, page.pagination};
  for (const auto& row : page.data) {
    plain.data.push_back(leadcore::to_record<typename Endpoint::record>(row));
  }
  return plain;
}

/// A callable that returns, for Arguments..., a page of any rows of an endpoint.
template <class Callable, class Endpoint, class... Arguments>
concept page_giver = requires(Callable& callable, Arguments... arguments) {
  testing::to_plain_page<Endpoint>(callable(arguments...));
};

/// An implementation that answers a query over rows: (const std::vector<record>&, const query&) ->
/// a page.
///
/// Semantics: the answer depends on these rows only, not on earlier calls; their keys are distinct.
template <class Endpoint> class basic_lister {
 public:
  using rows_type = std::vector<typename Endpoint::record>;
  using query_type = typename Endpoint::query;

  /// Any callable of the shape.
  template <class Callable>
    requires(!std::same_as<std::remove_cvref_t<Callable>, basic_lister> &&
             page_giver<Callable, Endpoint, const rows_type&, const query_type&>)
  basic_lister(Callable callable) // implicit: a law is called with the implementation itself
      : answer_([callable = std::move(callable)](const rows_type& rows,
                                                 const query_type& query) mutable {
          return testing::to_plain_page<Endpoint>(callable(rows, query));
        }) {}

  [[nodiscard]] basic_plain_page<Endpoint> operator()(const rows_type& rows,
                                                      const query_type& query) const {
    return answer_(rows, query);
  }
  /// How many rows match.
  [[nodiscard]] std::uint64_t total(const rows_type& rows, const query_type& query) const {
    return answer_(rows, query).pagination.total;
  }

 private:
  std::function<basic_plain_page<Endpoint>(const rows_type&, const query_type&)> answer_;
};
/// The same for the documented endpoint.
using lister = basic_lister<leads_endpoint>;

/// A row and its organisation.
template <class Endpoint> struct organisation_row {
  std::string organisation;
  typename Endpoint::record row;
};
/// A lead and its organisation.
using organisation_lead = organisation_row<leads_endpoint>;

/// An implementation that answers a query of one organisation over rows of many: (const
/// std::vector<organisation_row<Endpoint>>&, std::string_view organisation, const query&) -> a
/// page. Keys are distinct only within an organisation.
///
/// For a store object:
///     [](const auto& rows, std::string_view organisation, const lead_query& query) {
///       my_store store;
///       for (const auto& each : rows) { store.add(each.organisation, each.row); }
///       return store.list(organisation, query);
///     }
template <class Endpoint> class basic_organisation_lister {
 public:
  using rows_type = std::vector<organisation_row<Endpoint>>;
  using query_type = typename Endpoint::query;

  /// Any callable of the shape.
  template <class Callable>
    requires(!std::same_as<std::remove_cvref_t<Callable>, basic_organisation_lister> &&
             page_giver<Callable, Endpoint, const rows_type&, std::string_view, const query_type&>)
  basic_organisation_lister(Callable callable) // implicit, as for lister
      : answer_([callable = std::move(callable)](const rows_type& rows,
                                                 std::string_view organisation,
                                                 const query_type& query) mutable {
          return testing::to_plain_page<Endpoint>(callable(rows, organisation, query));
        }) {}

  [[nodiscard]] basic_plain_page<Endpoint>
  operator()(const rows_type& rows, std::string_view organisation, const query_type& query) const {
    return answer_(rows, organisation, query);
  }

 private:
  std::function<basic_plain_page<Endpoint>(const rows_type&, std::string_view, const query_type&)>
      answer_;
};
/// The same for the documented endpoint.
using organisation_lister = basic_organisation_lister<leads_endpoint>;

/// Returns whether the first row is before the second.
template <class Endpoint>
using basic_comparator =
    std::function<bool(const typename Endpoint::record&, const typename Endpoint::record&)>;
/// The same for the documented endpoint.
using comparator = basic_comparator<leads_endpoint>;
/// Returns whether a row matches a query.
template <class Endpoint>
using basic_matcher =
    std::function<bool(const typename Endpoint::record&, const typename Endpoint::query&)>;
/// The same for the documented endpoint.
using matcher = basic_matcher<leads_endpoint>;
/// Parses a raw query string, like parse_query.
template <class Endpoint>
using basic_query_parser =
    std::function<result<typename Endpoint::query, query_errors>(std::string_view)>;
/// The same for the documented endpoint.
using query_parser = basic_query_parser<leads_endpoint>;

/// Prints the canonical query string, like to_query_string.
template <class Endpoint> class basic_query_printer {
 public:
  using query_type = typename Endpoint::query;

  template <class Callable>
    requires(!std::same_as<std::remove_cvref_t<Callable>, basic_query_printer> &&
             std::is_invocable_r_v<std::string, Callable&, const query_type&>)
  basic_query_printer(Callable callable) // implicit, as for lister
      : print_([callable = std::move(callable)](const query_type& query) mutable {
          return std::string(callable(query));
        }) {}
  /// A function, also one of an overload set or a template: to_query_string.
  basic_query_printer(std::string (*print)(const query_type&)) : print_(print) {}

  [[nodiscard]] std::string operator()(const query_type& query) const { return print_(query); }

 private:
  std::function<std::string(const query_type&)> print_;
};
/// The same for the documented endpoint.
using query_printer = basic_query_printer<leads_endpoint>;

/// Computes the pagination of an answer, like paginate.
using paginator = std::function<pagination(std::uint64_t total, page_request)>;
/// Computes the range of rows on a page, like slice_of.
using slicer = std::function<row_slice(std::uint64_t total, page_request)>;

} // namespace leadcore::inline LEADCORE_ABI::testing

namespace leadcore::inline LEADCORE_ABI::detail {

/// A parameter that takes no part in the deduction of template arguments, so that a callable
/// converts to it, and the endpoint is the default one or named: list_laws<my_endpoint>(...).
template <class Endpoint, template <class> class Shape>
using as_shape = std::type_identity_t<Shape<Endpoint>>;

template <class Endpoint>
[[nodiscard]] bool same_row(const typename Endpoint::record& a,
                            const typename Endpoint::record& b) {
  return leadcore::equal_records<typename Endpoint::record>(a, b);
}
template <class Endpoint>
[[nodiscard]] bool same_page(const testing::basic_plain_page<Endpoint>& a,
                             const testing::basic_plain_page<Endpoint>& b) {
  return a.pagination == b.pagination &&
         std::equal(a.data.begin(), a.data.end(), b.data.begin(), b.data.end(), same_row<Endpoint>);
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
