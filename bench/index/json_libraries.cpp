// SPDX-License-Identifier: BSL-1.0
#include "index/sides.hpp"

#include <leadcore/query/page.hpp>
#include <leadcore/text/timestamp.hpp>

#include <boost/json.hpp>
#include <boost/version.hpp>
#include <nlohmann/json.hpp>
#include <rapidjson/rapidjson.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <optional>

namespace leadcore::bench {

namespace {

/// The documented keys with their values, for any library: calls add(key, value) with texts, nulls
/// (an empty optional) and lists of texts.
template <class Add> void visit(const lead& row, const Add& add) {
  add("id", row.id);
  add("name", row.name);
  add("phones", row.phones);
  add("emails", row.emails);
  add("primaryPhone", row.primary_phone);
  add("primaryEmail", row.primary_email);
  add("contactId", row.contact_id);
  add("company", row.company);
  add("source", row.source);
  add("status", to_string(row.status));
  add("notes", row.notes);
  add("nextCallAt", row.next_call_at ? std::optional(to_text(*row.next_call_at)) : std::nullopt);
  add("createdAt", to_text(row.created_at));
  add("updatedAt", to_text(row.updated_at));
  add("assignedToId", row.assigned_to_id);
  add("clientId", row.client_id);
}

std::string_view text_of(std::string_view text) {
  return text;
}
std::string_view text_of(const timestamp_text& text) {
  return text.view();
}

template <class T> struct kind_of {
  static constexpr bool nullable = false, list = false;
};
template <class T> struct kind_of<std::optional<T>> {
  static constexpr bool nullable = true, list = false;
};
template <class T> struct kind_of<std::vector<T>> {
  static constexpr bool nullable = false, list = true;
};

/// Builds a tree of values, the usual way to use these libraries; they differ only in names.
struct boost_tree {
  using value = boost::json::value;
  using object = boost::json::object;
  using array = boost::json::array;
  static value text(std::string_view of) { return boost::json::string(of); }
  static void set(object& in, std::string_view key, value&& of) { in.emplace(key, std::move(of)); }
  static void push(array& in, value&& of) { in.push_back(std::move(of)); }
  static std::string print(const object& of) { return boost::json::serialize(of); }
};
struct nlohmann_tree {
  using value = nlohmann::json;
  using object = nlohmann::json;
  using array = nlohmann::json;
  static value text(std::string_view of) { return value(of); }
  static void set(object& in, const char* key, value&& of) { in[key] = std::move(of); }
  static void push(array& in, value&& of) { in.push_back(std::move(of)); }
  static std::string print(const object& of) { return of.dump(); }
};

template <class Tree> typename Tree::array empty_array() {
  if constexpr (std::is_same_v<Tree, nlohmann_tree>) {
    return nlohmann::json::array();
  } else {
    return {};
  }
}

template <class Tree>
std::string page_by_tree(const std::vector<const lead*>& rows, const pagination& at) {
  typename Tree::array data = empty_array<Tree>();
  for (const lead* row : rows) {
    typename Tree::object one;
    visit(*row, [&]<class T>(const char* key, const T& value) {
      if constexpr (kind_of<T>::list) {
        typename Tree::array list = empty_array<Tree>();
        for (const auto& each : value) {
          Tree::push(list, Tree::text(each));
        }
        Tree::set(one, key, std::move(list));
      } else if constexpr (kind_of<T>::nullable) {
        Tree::set(one, key, value ? Tree::text(text_of(*value)) : typename Tree::value(nullptr));
      } else {
        Tree::set(one, key, Tree::text(text_of(value)));
      }
    });
    Tree::push(data, std::move(one));
  }
  typename Tree::object pages;
  Tree::set(pages, "page", at.page);
  Tree::set(pages, "pageSize", at.page_size);
  Tree::set(pages, "total", at.total);
  Tree::set(pages, "totalPages", at.total_pages);
  Tree::set(pages, "hasNextPage", at.has_next_page);
  Tree::set(pages, "hasPrevPage", at.has_prev_page);
  typename Tree::object all;
  Tree::set(all, "data", std::move(data));
  Tree::set(all, "pagination", std::move(pages));
  return Tree::print(all);
}

std::string page_by_rapidjson(const std::vector<const lead*>& rows, const pagination& at) {
  rapidjson::StringBuffer out;
  rapidjson::Writer<rapidjson::StringBuffer> writer(out);
  const auto print = [&](std::string_view text) {
    writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  };
  writer.StartObject();
  writer.Key("data");
  writer.StartArray();
  for (const lead* row : rows) {
    writer.StartObject();
    visit(*row, [&]<class T>(const char* key, const T& value) {
      writer.Key(key);
      if constexpr (kind_of<T>::list) {
        writer.StartArray();
        for (const auto& each : value) {
          print(each);
        }
        writer.EndArray();
      } else if constexpr (kind_of<T>::nullable) {
        if (value) {
          print(text_of(*value));
        } else {
          writer.Null();
        }
      } else {
        print(text_of(value));
      }
    });
    writer.EndObject();
  }
  writer.EndArray();
  writer.Key("pagination");
  writer.StartObject();
  writer.Key("page");
  writer.Uint64(at.page);
  writer.Key("pageSize");
  writer.Uint64(at.page_size);
  writer.Key("total");
  writer.Uint64(at.total);
  writer.Key("totalPages");
  writer.Uint64(at.total_pages);
  writer.Key("hasNextPage");
  writer.Bool(at.has_next_page);
  writer.Key("hasPrevPage");
  writer.Bool(at.has_prev_page);
  writer.EndObject();
  writer.EndObject();
  return {out.GetString(), out.GetSize()};
}

} // namespace

std::vector<json_library> json_libraries() {
  return {
      {"Boost.JSON " + std::to_string(BOOST_VERSION / 100'000) + "." +
           std::to_string(BOOST_VERSION / 100 % 1'000) + ", objects",
       7, page_by_tree<boost_tree>},
      {"RapidJSON " RAPIDJSON_VERSION_STRING " Writer", 4, page_by_rapidjson},
      {"nlohmann " + std::to_string(NLOHMANN_JSON_VERSION_MAJOR) + "." +
           std::to_string(NLOHMANN_JSON_VERSION_MINOR) + ", objects",
       0, page_by_tree<nlohmann_tree>},
  };
}

bool same_json(std::string_view a, std::string_view b) {
  return boost::json::parse(a) == boost::json::parse(b);
}

} // namespace leadcore::bench
