// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_COMPILED_HPP
#define LEADCORE_SQL_COMPILED_HPP

// The statements of both dialects over the default table, compiled in a library.
// Link leadcore::compiled.

#include <leadcore/sql/statements.hpp>
#include <leadcore/version.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::sql {

extern template statement select_page<sqlite>(const organisation_id&, const lead_query&,
                                              const std::optional<partition>&);
extern template statement select_page<sqlite>(const organisation_id&, const lead_query&,
                                              null_placement, const std::optional<partition>&);
extern template statement select_page<sqlite>(const organisation_id&, const lead_query&,
                                              const after<>&, const std::optional<partition>&);
extern template statement select_page<sqlite>(const organisation_id&, const lead_query&,
                                              const after<>&, null_placement,
                                              const std::optional<partition>&);
extern template statement count<sqlite>(const organisation_id&, const lead_query&,
                                        const std::optional<partition>&);
extern template statement page_with_total<sqlite>(const organisation_id&, const lead_query&,
                                                  const std::optional<partition>&);
extern template statement page_with_total<sqlite>(const organisation_id&, const lead_query&,
                                                  null_placement, const std::optional<partition>&);
extern template statement create_table<sqlite>();
extern template std::vector<statement> create_indexes<sqlite>();
extern template std::vector<statement> create_indexes<sqlite>(null_placement);
extern template result<statement, lead_errors> upsert<sqlite>(const organisation_id&, const lead&);
extern template statement erase<sqlite>(const organisation_id&, std::string_view);

extern template statement select_page<postgres>(const organisation_id&, const lead_query&,
                                                const std::optional<partition>&);
extern template statement select_page<postgres>(const organisation_id&, const lead_query&,
                                                null_placement, const std::optional<partition>&);
extern template statement select_page<postgres>(const organisation_id&, const lead_query&,
                                                const after<>&, const std::optional<partition>&);
extern template statement select_page<postgres>(const organisation_id&, const lead_query&,
                                                const after<>&, null_placement,
                                                const std::optional<partition>&);
extern template statement count<postgres>(const organisation_id&, const lead_query&,
                                          const std::optional<partition>&);
extern template statement page_with_total<postgres>(const organisation_id&, const lead_query&,
                                                    const std::optional<partition>&);
extern template statement page_with_total<postgres>(const organisation_id&, const lead_query&,
                                                    null_placement,
                                                    const std::optional<partition>&);
extern template statement create_table<postgres>();
extern template std::vector<statement> create_indexes<postgres>();
extern template std::vector<statement> create_indexes<postgres>(null_placement);
extern template result<statement, lead_errors> upsert<postgres>(const organisation_id&,
                                                                const lead&);
extern template statement erase<postgres>(const organisation_id&, std::string_view);

} // namespace leadcore::inline LEADCORE_ABI::sql

#endif
