// SPDX-License-Identifier: BSL-1.0
#include "verify/report.hpp"

#include "support/vector_reader.hpp"

#include <leadcore/text/ascii.hpp>
#include <leadcore/text/utf8.hpp>

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <ostream>
#include <set>
#include <utility>

namespace leadcore::verify {

namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

std::string hex4(std::uint32_t unit) {
  std::string text = "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) {
    text += hex_digits[unit >> static_cast<unsigned>(shift) & 15U];
  }
  return text;
}

bool is_printable(char c) {
  return c >= ' ' && c <= '~';
}

std::string limited(std::string text, std::size_t most) {
  if (text.size() > most) {
    const std::size_t left = text.size() - most;
    text.resize(most);
    text += "... (" + std::to_string(left) + " more bytes)";
  }
  return text;
}

void find_differences(const std::string& pointer, const json::value* wanted, const json::value* got,
                      std::vector<difference>& found) {
  if (wanted != nullptr && got != nullptr) {
    if (*wanted == *got) {
      return;
    }
    if (wanted->is_object() && got->is_object()) {
      std::set<std::string, std::less<>> names;
      for (const auto* each : {&wanted->get_object(), &got->get_object()}) {
        for (const auto& member : *each) {
          names.insert(std::string(member.key()));
        }
      }
      for (const std::string& name : names) {
        find_differences(pointer + "/" + name, wanted->get_object().if_contains(name),
                         got->get_object().if_contains(name), found);
      }
      return;
    }
    if (wanted->is_array() && got->is_array()) {
      const auto& a = wanted->get_array();
      const auto& b = got->get_array();
      const auto is_text = [](const json::value& each) {
        return each.is_string() || (each.is_object() && each.get_object().contains("hex"));
      };
      if (std::all_of(a.begin(), a.end(), is_text) && std::all_of(b.begin(), b.end(), is_text)) {
        // ids: what is between the first and the last difference
        const auto [first, other] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
        auto end = a.end();
        auto other_end = b.end();
        while (end != first && other_end != other && *(end - 1) == *(other_end - 1)) {
          --end;
          --other_end;
        }
        found.push_back({pointer + "/" + std::to_string(first - a.begin()),
                         limited(ascii(json::array(first, end)), 400),
                         limited(ascii(json::array(other, other_end)), 400)});
        return;
      }
      for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
        find_differences(pointer + "/" + std::to_string(i), i < a.size() ? &a[i] : nullptr,
                         i < b.size() ? &b[i] : nullptr, found);
      }
      return;
    }
  }
  const auto text = [](const json::value* each) {
    return each == nullptr ? "(absent)" : limited(shown(*each), 400);
  };
  found.push_back({pointer, text(wanted), text(got)});
}

/// The rules of docs/spec.md: from id to "path:line", as tests/meta/vectors.py reads them.
std::map<std::string, std::string, std::less<>> rules_of(const std::string& path) {
  std::map<std::string, std::string, std::less<>> rules;
  std::vector<std::pair<std::string, std::size_t>> rows;
  std::ifstream in(path);
  std::string line;
  std::string topic;
  std::vector<std::string> columns;
  const auto cells_of = [](std::string_view row) {
    std::vector<std::string> cells;
    row.remove_prefix(1);
    for (std::size_t end = row.find('|'); end != std::string_view::npos; end = row.find('|')) {
      cells.emplace_back(row.substr(0, end));
      row.remove_prefix(end + 1);
    }
    return cells;
  };
  const auto codes_of = [](std::string_view cell) { // `a`, `b`
    std::vector<std::string> codes;
    for (std::size_t at = cell.find('`'); at != std::string_view::npos; at = cell.find('`', at)) {
      const std::size_t end = cell.find('`', at + 1);
      if (end == std::string_view::npos) {
        break;
      }
      codes.emplace_back(cell.substr(at + 1, end - at - 1));
      at = end + 1;
    }
    return codes;
  };
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    const std::string where = path + ":" + std::to_string(number);
    if (line.starts_with('#')) {
      topic.clear();
    } else if (line.starts_with("- **")) {
      const std::string id = line.substr(4, line.find("**", 4) - 4);
      if (const auto dot = id.find('.'); dot != std::string::npos) {
        topic = id.substr(0, dot);
        rules[id] = where;
      }
    }
    if (!line.starts_with('|')) {
      columns.clear();
      continue;
    }
    const auto cells = cells_of(line);
    if (columns.empty()) {
      columns = cells;
    } else if (!topic.empty() && !line.starts_with("|---") && !cells.empty()) {
      for (const std::string& code : codes_of(cells.front())) {
        rows.emplace_back(topic + "." + code, number);
      }
      for (std::size_t i = 1; i < cells.size() && i < columns.size(); ++i) {
        if (columns[i] == " errors ") {
          for (const std::string& code : codes_of(cells[i])) {
            rules[topic + "." + code] = where;
          }
        }
      }
    }
  }
  std::map<std::string, int> seen;
  std::map<std::string, int> counts;
  for (const auto& row : rows) {
    ++counts[row.first];
  }
  for (const auto& [name, number] : rows) {
    const auto id = counts[name] > 1 ? name + "." + std::to_string(++seen[name]) : name;
    rules[id] = path + ":" + std::to_string(number);
  }
  return rules;
}

/// The number of results of each kind, by group in order of appearance.
struct group_counts {
  std::string group;
  std::array<std::size_t, outcome_names.size()> of{};

  [[nodiscard]] std::size_t number(outcome how) const { return of[static_cast<std::size_t>(how)]; }
  [[nodiscard]] std::string text() const {
    std::string out;
    for (std::size_t i = 0; i < of.size(); ++i) {
      if (of[i] > 0) {
        out +=
            (out.empty() ? "" : ", ") + std::to_string(of[i]) + " " + std::string(outcome_names[i]);
      }
    }
    return out;
  }
  [[nodiscard]] std::string_view verdict() const {
    if (number(outcome::differs) + number(outcome::unsupported) > 0) {
      return "does not conform";
    }
    return number(outcome::same) + number(outcome::by_platform) > 0 ? "conforms" : "not claimed";
  }
};

std::vector<group_counts> counted(const std::vector<report::result>& results) {
  std::vector<group_counts> groups;
  for (const auto& each : results) {
    auto at = std::find_if(groups.begin(), groups.end(),
                           [&](const auto& group) { return group.group == each.group; });
    if (at == groups.end()) {
      at = groups.insert(groups.end(), {each.group, {}});
    }
    ++at->of[static_cast<std::size_t>(each.how)];
  }
  return groups;
}

/// The findings of each likely cause.
std::vector<std::pair<std::string, std::vector<std::string>>>
causes_of(const std::vector<finding>& findings) {
  std::vector<std::pair<std::string, std::vector<std::string>>> causes;
  for (const finding& each : findings) {
    if (!each.cause.empty()) {
      auto at = std::find_if(causes.begin(), causes.end(),
                             [&](const auto& cause) { return cause.first == each.cause; });
      if (at == causes.end()) {
        at = causes.insert(causes.end(), {each.cause, {}});
      }
      at->second.push_back(each.id);
    }
  }
  std::sort(causes.begin(), causes.end(), [](const auto& a, const auto& b) {
    return std::pair(b.second.size(), a.first) < std::pair(a.second.size(), b.first);
  });
  return causes;
}

std::string joined(const std::vector<std::string>& texts, std::size_t most) {
  std::string out;
  for (std::size_t i = 0; i < std::min(most, texts.size()); ++i) {
    out += (i == 0 ? "" : ", ") + texts[i];
  }
  return out + (texts.size() > most ? " ..." : "");
}

std::string xml(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
    case '&':
      out += "&amp;";
      break;
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '"':
      out += "&quot;";
      break;
    case '\n':
      out += "&#10;";
      break;
    default:
      out += is_printable(c) ? c : '?';
    }
  }
  return out;
}

} // namespace

std::string ascii(const json::value& value) {
  const std::string text = json::serialize(value);
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto unit = decode_utf8(text, at);
    const std::uint32_t c = unit.code_point;
    if (is_printable(text[at])) {
      out += text[at];
    } else if (c < 0x10000) {
      out += hex4(c);
    } else {
      out += hex4(0xD800U + ((c - 0x10000U) >> 10U)) + hex4(0xDC00U + ((c - 0x10000U) & 0x3FFU));
    }
    at += unit.length;
  }
  return out;
}

std::string shown(const json::value& value) {
  std::string text = ascii(value);
  if (const auto* given = value.if_string();
      given != nullptr && !std::all_of(given->begin(), given->end(), is_printable)) {
    text += " (";
    for (std::size_t i = 0; i < given->size(); ++i) {
      const auto byte = static_cast<unsigned char>((*given)[i]);
      text += i == 0 ? "" : " ";
      text += {hex_digits[byte >> 4U], hex_digits[byte & 15U]};
    }
    text += ")";
  }
  return text;
}

std::vector<difference> differences(const json::value& wanted, const json::value& got) {
  std::vector<difference> found;
  find_differences("", &wanted, &got, found);
  return found;
}

report::report(std::string name, std::string spec) : name_(std::move(name)) {
  if (!spec.empty()) {
    rules_ = rules_of(spec);
  }
}

void report::count(std::string group, std::string id, outcome how) {
  results_.push_back({std::move(group), std::move(id), how, 0});
}

void report::differs(std::string group, finding found) {
  results_.push_back({std::move(group), found.id, outcome::differs, findings_.size()});
  findings_.push_back(std::move(found));
}

void report::note(std::string line) {
  notes_.push_back(std::move(line));
}

void report::fault(std::string line) {
  faults_.push_back(std::move(line));
}

void report::stop(std::string verdict, std::string text) {
  verdict_ = std::move(verdict);
  stopped_by_ = std::move(text);
}

int report::status() const {
  const bool verified = std::any_of(results_.begin(), results_.end(), [](const result& each) {
    return each.how != outcome::not_claimed;
  });
  if (stopped() || !verified) {
    return 2;
  }
  return !faults_.empty() || std::any_of(results_.begin(), results_.end(),
                                         [](const result& each) {
                                           return each.how == outcome::differs ||
                                                  each.how == outcome::unsupported;
                                         })
             ? 1
             : 0;
}

void report::write_people(std::ostream& out, std::size_t in_full) const {
  std::vector<std::string> others;
  for (const finding& each : findings_) {
    if (in_full == 0 && each.lines.empty()) {
      others.push_back(each.id);
      continue;
    }
    in_full -= in_full > 0 ? 1 : 0;
    const auto rule = rules_.find(each.rule);
    out << each.id << "  rule " << each.rule;
    if (rule != rules_.end()) {
      out << " (" << rule->second << ")";
    }
    out << "\n  " << (each.why.empty() ? "" : each.why + "\n  ") << each.call
        << (each.in.is_null() ? "" : " " + limited(ascii(each.in), 600)) << '\n';
    const auto found = differences(each.wanted, each.got);
    for (std::size_t i = 0; i < std::min<std::size_t>(8, found.size()); ++i) {
      out << "  " << (found[i].pointer.empty() ? "the answer" : found[i].pointer) << "\n    wanted "
          << found[i].wanted << "\n    got    " << found[i].got << '\n';
    }
    if (found.size() > 8) {
      out << "  and " << found.size() - 8 << " more differences\n";
    }
    if (!each.cause.empty()) {
      out << "  likely cause: " << each.cause << '\n';
    }
    out << (each.lines.empty() ? "" : "  for the vectors:\n");
    for (const std::string& line : each.lines) {
      out << line << '\n';
    }
    out << '\n';
  }
  if (!others.empty()) {
    out << others.size() << " more: " << joined(others, 50) << "\n\n";
  }
  if (const auto causes = causes_of(findings_); !causes.empty()) {
    out << "Likely causes\n";
    for (const auto& [cause, ids] : causes) {
      out << "  " << ids.size() << (ids.size() == 1 ? " is" : " are")
          << " what this gives: " << cause << " (" << joined(ids, 3) << ")\n";
    }
    out << '\n';
  }
  out << name_ << '\n';
  for (const std::string& note : notes_) {
    out << "  " << note << '\n';
  }
  for (const auto& group : counted(results_)) {
    out << "  " << group.group << ": " << group.verdict() << " (" << group.text() << ")\n";
  }
  for (const std::string& fault : faults_) {
    out << "  " << fault << '\n';
  }
  constexpr std::array<std::string_view, 3> verdicts{"CONFORMS", "DIFFERS",
                                                     "COULD NOT BE VERIFIED"};
  out << verdicts[static_cast<std::size_t>(status())];
  if (stopped()) {
    out << " (" << verdict_ << "): " << stopped_by_;
  } else if (status() == 2) {
    out << ": nothing that was chosen is claimed";
  }
  out << '\n';
}

void report::write_json(std::ostream& out) const {
  json::array findings;
  for (const finding& each : findings_) {
    json::object made{{"id", each.id},   {"rule", each.rule}, {"call", each.call},
                      {"why", each.why}, {"in", each.in},     {"wanted", each.wanted},
                      {"got", each.got}};
    made["cause"] = each.cause.empty() ? json::value(nullptr) : json::value(each.cause);
    if (const auto rule = rules_.find(each.rule); rule != rules_.end()) {
      made["link"] = rule->second;
    }
    if (!each.lines.empty()) {
      made["lines"] = json::array(each.lines.begin(), each.lines.end());
    }
    findings.push_back(std::move(made));
  }
  json::object groups;
  for (const auto& group : counted(results_)) {
    json::object made{{"verdict", group.verdict()}};
    for (std::size_t i = 0; i < group.of.size(); ++i) {
      made[outcome_names[i]] = group.of[i];
    }
    groups[group.group] = std::move(made);
  }
  json::object whole{{"name", name_}, {"status", status()}};
  whole["notes"] = json::array(notes_.begin(), notes_.end());
  whole["faults"] = json::array(faults_.begin(), faults_.end());
  whole["stopped"] =
      stopped() ? json::value{{"verdict", verdict_}, {"text", stopped_by_}} : json::value(nullptr);
  whole["groups"] = std::move(groups);
  whole["findings"] = std::move(findings);
  out << json::serialize(whole) << '\n';
}

void report::write_junit(std::ostream& out) const {
  out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"" << xml(name_) << "\">\n";
  for (const auto& group : counted(results_)) {
    std::size_t tests = 0;
    for (const std::size_t number : group.of) {
      tests += number;
    }
    out << " <testsuite name=\"" << xml(group.group) << "\" tests=\"" << tests << "\" failures=\""
        << group.number(outcome::differs) + group.number(outcome::unsupported) << "\" skipped=\""
        << group.number(outcome::by_platform) + group.number(outcome::not_claimed) << "\">\n";
    for (const result& each : results_) {
      if (each.group != group.group) {
        continue;
      }
      const auto name = outcome_names[static_cast<std::size_t>(each.how)];
      out << "  <testcase classname=\"" << xml(each.group) << "\" name=\"" << xml(each.id) << "\"";
      if (each.how == outcome::same) {
        out << "/>\n";
      } else if (each.how == outcome::differs) {
        const finding& found = findings_[each.finding];
        out << "><failure type=\"differs\" message=\"" << xml(found.rule) << " " << xml(found.why)
            << "\">" << xml(found.call) << ' ' << xml(limited(ascii(found.in), 600));
        for (const auto& difference : differences(found.wanted, found.got)) {
          out << "&#10;" << xml(difference.pointer) << ": wanted " << xml(difference.wanted)
              << ", got " << xml(difference.got);
        }
        out << "&#10;" << xml(found.cause) << "</failure></testcase>\n";
      } else {
        out << "><" << (each.how == outcome::unsupported ? "failure" : "skipped") << " message=\""
            << name << "\"/></testcase>\n";
      }
    }
    out << " </testsuite>\n";
  }
  if (stopped() || !faults_.empty()) {
    out << " <testsuite name=\"whole\" tests=\"1\" " << (stopped() ? "errors" : "failures")
        << "=\"1\"><testcase name=\"whole\"><" << (stopped() ? "error" : "failure") << " type=\""
        << xml(verdict_) << "\" message=\"" << xml(stopped_by_)
        << xml(joined(faults_, faults_.size())) << "\"/></testcase></testsuite>\n";
  }
  out << "</testsuites>\n";
}

} // namespace leadcore::verify
