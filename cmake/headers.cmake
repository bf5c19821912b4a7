# SPDX-License-Identifier: BSL-1.0
# Every header, in the layer it belongs to: the build, the package and tests/meta read this list and no other.
# A header includes only from its own layer or one above it here. The tests of a public one are found by its name.
set(LEADCORE_LAYER_0 # text: bytes and characters; no lead
    version result utf8 fold timestamp phone phone_type email
    detail/ascii detail/block_search detail/byte_block detail/byte_offset
    detail/fold_ascii detail/fold_reader detail/fold_search detail/fold_tables
    detail/phone_plan detail/phone_tables detail/phone_text detail/phone_type_tables detail/prefetch)
set(LEADCORE_LAYER_1 # model: the record, its fields and invariants
    error field organisation status lead)
set(LEADCORE_LAYER_2 # query: what is asked, which rows match, in what order, which slice
    page order search query filter list
    detail/json_writer)
set(LEADCORE_LAYER_3 # engines: other ways to answer the same query
    index sql
    detail/byte_sort detail/counted_list detail/indexed_lead detail/number_lists detail/number_table
    detail/packed_numbers detail/packed_strings detail/run_lists detail/searchable_text detail/short_runs detail/slot_set
    detail/slot_table detail/text_lists detail/text_segment detail/text_state detail/text_words detail/version_parts
    detail/word_finder detail/word_pairs)
set(LEADCORE_LAYER_4 # edges: bytes in, bytes out
    json json_read access index_store http sql_sqlite sql_postgres)
set(LEADCORE_LAYER_5 # kits for tests; never included by the layers above
    testing/drawing testing/generators testing/laws testing/reference)
set(LEADCORE_UMBRELLA leadcore) # layers 0 to 2 and json, but not:
set(LEADCORE_APART phone_type) # large tables that most users do without

# Headers outside the core, included by name only. json_read needs Boost.JSON, sql_sqlite SQLite, sql_postgres
# libpq, and testing/generators RapidCheck; the others of testing/ need no more than the core, but are for tests.
set(LEADCORE_OPTIONAL json_read sql_sqlite sql_postgres testing/drawing testing/generators testing/laws testing/reference)
