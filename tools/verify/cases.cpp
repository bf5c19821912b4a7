// SPDX-License-Identifier: BSL-1.0
#include "verify/cases.hpp"

#include <leadcore/text/ascii.hpp>

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <filesystem>
#include <optional>

namespace leadcore::verify {

namespace {

namespace fs = std::filesystem;

bool has_name(std::string_view name, std::string_view lower) {
  return std::equal(name.begin(), name.end(), lower.begin(), lower.end(),
                    [](char a, char b) { return leadcore::detail::to_lower(a) == b; });
}

/// Whether an answer repeats the key of its request (spec http.6).
bool repeats_key(const json::object& in, const std::string& answer) {
  for (const auto& header : in.at("headers").as_array()) {
    if (!has_name(test_support::bytes_of(header.at(0)), "authorization")) {
      continue;
    }
    std::string key = test_support::bytes_of(header.at(1));
    key.erase(0, std::min(key.size(), key.find(' ')));
    key.erase(0, key.find_first_not_of(" \t"));
    key.erase(key.find_last_not_of(" \t") + 1);
    if (key.size() > 3 && answer.find(key) != std::string::npos) {
      return true;
    }
  }
  return false;
}

/// A response in the form of `out` of a vector; a member `wrong` says what else is wrong with it.
json::object summary(const json::object& in, const json::object& response) {
  json::object made{{"status", response.at("status")}};
  json::object headers;
  std::vector<std::string> lengths;
  for (const auto& header : response.at("headers").as_array()) {
    const json::string& name = header.at(0).as_string();
    if (name == "Content-Length") {
      lengths.push_back(test_support::bytes_of(header.at(1)));
    } else if (!headers.emplace(name, header.at(1)).second) {
      made["wrong"] = "two headers " + std::string(name);
    }
  }
  made["headers"] = std::move(headers);
  const std::string body = test_support::bytes_of(response.at("body"));
  const bool is_head = in.at("method") == "HEAD";
  if (lengths.size() != 1 ||
      (is_head ? lengths[0] == "0" || !body.empty() : lengths[0] != std::to_string(body.size()))) {
    made["wrong"] = "Content-Length " + (lengths.empty() ? "(absent)" : lengths[0]) + ", body of " +
                    std::to_string(body.size()) + " bytes";
  }
  if (repeats_key(in, json::serialize(response))) {
    made["wrong"] = "the answer repeats the key";
  }
  if (body.empty()) {
    return made;
  }
  boost::system::error_code error;
  json::value read = json::parse(body, error);
  if (error || !read.is_object()) {
    made["wrong"] = "the body is no JSON object: " + body;
    return made;
  }
  json::object& page = read.get_object();
  if (const auto* rows = page.if_contains("data")) {
    json::array ids;
    for (const auto& row : rows->as_array()) {
      ids.push_back(row.at("id"));
    }
    made["ids"] = std::move(ids);
    made["pagination"] = page.at("pagination");
    return made;
  }
  const auto take_detail = [&](json::object& problem) {
    const auto* detail = problem.if_contains("detail");
    if (detail == nullptr || !detail->is_string() || detail->get_string().empty()) {
      made["wrong"] = "a problem or an error without detail";
    }
    problem.erase("detail");
  };
  take_detail(page);
  if (auto* errors = page.if_contains("errors")) {
    for (auto& each : errors->as_array()) {
      take_detail(each.as_object());
    }
  }
  made["problem"] = std::move(page);
  return made;
}

} // namespace

std::string find_vectors(arguments& given) {
  if (const auto chosen = given.value("--vectors")) {
    if (!fs::exists(fs::path(*chosen) / "manifest.json")) {
      throw usage_error("--vectors: " + *chosen + " has no manifest.json");
    }
    return *chosen;
  }
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  for (const fs::path& each :
       {program.parent_path() / LEADCORE_VERIFY_INSTALLED, fs::path(LEADCORE_VECTOR_DIR)}) {
    if (fs::exists(each / "manifest.json")) {
      return each.string();
    }
  }
  throw usage_error("no vectors were found; --vectors DIR names tests/vectors of leadcore");
}

std::string find_spec(const std::string& vectors) {
  for (const char* each : {"../spec.md", "../../docs/spec.md"}) {
    if (const fs::path path = fs::path(vectors) / each; fs::exists(path)) {
      const fs::path near = fs::proximate(path).lexically_normal();
      return (near.string().starts_with("..") ? fs::canonical(path) : near).string();
    }
  }
  return {};
}

std::vector<vector_case> read_all(const std::string& vectors) {
  std::vector<std::string> files;
  for (const auto& entry : fs::directory_iterator(vectors)) {
    if (entry.path().extension() == ".jsonl") {
      files.push_back(entry.path().string());
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<vector_case> cases;
  for (const std::string& file : files) {
    try {
      for (auto& each : test_support::read_vectors(file)) {
        cases.push_back(std::move(each));
      }
    } catch (const std::exception& error) {
      throw usage_error(file + " is no file of vectors: " + error.what());
    }
  }
  return cases;
}

claims claims_of(const json::value& hello) {
  const auto* said = hello.if_object();
  const auto list = [&](std::string_view name) {
    std::set<std::string, std::less<>> found;
    const auto* values = said->if_contains(name);
    if (values == nullptr || !values->is_array()) {
      throw usage_error("its member " + std::string(name) + " is no list");
    }
    for (const auto& each : values->get_array()) {
      if (!each.is_string()) {
        throw usage_error("its member " + std::string(name) + " has something else than texts");
      }
      found.insert(std::string(each.get_string()));
    }
    return found;
  };
  const auto text = [&](std::string_view name) {
    const auto* value = said->if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : "none";
  };
  if (said == nullptr) {
    throw usage_error("it is no object");
  }
  if (const auto* protocol = said->if_contains("protocol"); protocol == nullptr || *protocol != 1) {
    throw usage_error("its protocol is not 1");
  }
  return {text("implementation"), list("levels"), list("profiles"), text("unicode"),
          text("libphonenumber")};
}

std::string level_of(const vector_case& each) {
  return std::string(each.whole.at("level").as_string());
}

json::value loaded_by(const std::vector<vector_case>& all, const json::object& in) {
  const auto* from = in.if_contains("from");
  for (const vector_case& each : all) {
    if (from != nullptr && each.call.starts_with("load_") && each.in.at("name") == *from) {
      return each.in;
    }
  }
  return nullptr;
}

bool is_claimed(std::string_view level, const json::object& in, const claims& by) {
  if (const auto* profiles = in.if_contains("profiles")) {
    for (const auto& each : profiles->as_array()) {
      if (!by.profiles.contains(std::string_view(each.as_string()))) {
        return false;
      }
    }
  }
  // ports of phones are asked for the errors of phones, too, and may return any error
  return level.starts_with("profile:") || by.has_level(level) ||
         (level == "phone-codes" && by.has_level("phone"));
}

bool depends_on_platform(const vector_case& each, const claims& by) {
  const auto* tags = each.whole.if_contains("tags");
  return tags != nullptr &&
         std::any_of(tags->as_array().begin(), tags->as_array().end(), [&](const auto& tag) {
           const std::string_view name = tag.as_string();
           const bool of_phones = name == "platform:libphonenumber" ||
                                  (name.starts_with("metadata:") && name != "metadata:2022");
           return (of_phones && !by.has_level("phone-codes")) ||
                  (name == "platform:unicode" && by.unicode != "15.0");
         });
}

json::value compared(std::string_view call, const json::object& in, const json::value& out,
                     const claims& by, bool is_answer) {
  json::value made = out;
  if (is_answer && call == "http") {
    try {
      made = summary(in, out.as_object());
    } catch (const std::exception& error) {
      return {{"wrong", std::string("the answer is no response: ") + error.what()},
              {"answer", out}};
    }
  }
  if (by.has_level("phone-codes") || !made.is_object()) {
    return made;
  }
  if (call == "parse_phone" && made.get_object().contains("error")) {
    return {{"error", json::object()}};
  }
  if (auto* errors = made.get_object().if_contains("errors"); errors && errors->is_array()) {
    for (auto& each : errors->get_array()) {
      if (auto* error = each.if_object();
          error != nullptr && error->contains("code") && error->at("code") == "invalid_phone") {
        error->erase("detail");
      }
    }
  }
  return made;
}

} // namespace leadcore::verify
