// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_STATUS_WORDS_HPP
#define LEADCORE_EXAMPLES_IMPORT_STATUS_WORDS_HPP

// The statuses, stages and ratings of other systems, mapped to the five statuses (decision 0081).

#include "text.hpp"

#include <leadcore/model/status.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace demo {

struct status_word {
  std::string_view words;
  leadcore::lead_status status;
};

/// The table: folded words separated by single spaces. docs/how_to/import_leads.md shows it; a test
/// compares them.
inline constexpr auto status_words = [] {
  using enum leadcore::lead_status;
  return std::to_array<status_word>({
      // the lead has not been reached yet
      {"not contacted", not_contacted},
      {"not yet contacted", not_contacted},
      {"uncontacted", not_contacted},
      {"new", not_contacted},
      {"created", not_contacted},
      {"open", not_contacted},
      {"open not contacted", not_contacted},
      {"assigned", not_contacted},
      {"unassigned", not_contacted},
      {"not started", not_contacted},
      {"not attempted", not_contacted},
      {"untouched", not_contacted},
      {"unprocessed", not_contacted},
      {"fresh", not_contacted},
      {"raw", not_contacted},
      {"inbox", not_contacted},
      {"backlog", not_contacted},
      {"imported", not_contacted},
      {"to contact", not_contacted},
      {"to be contacted", not_contacted},
      {"to call", not_contacted},
      {"to do", not_contacted},
      {"cold", not_contacted},
      {"potential", not_contacted},
      {"prospect", not_contacted},
      {"suspect", not_contacted},
      {"subscriber", not_contacted},
      {"inquiry", not_contacted},
      {"enquiry", not_contacted},
      {"pre inquiry", not_contacted},
      {"lead", not_contacted},
      {"mql", not_contacted},
      {"marketing qualified", not_contacted},
      {"marketing qualified lead", not_contacted},
      {"marketingqualifiedlead", not_contacted},
      {"neu", not_contacted},
      {"nicht kontaktiert", not_contacted},
      {"nouveau", not_contacted},
      {"nuevo", not_contacted},
      {"novo", not_contacted},
      {"nuovo", not_contacted},
      {"nieuw", not_contacted},
      // contact was tried or made, nothing is decided
      {"contacted", contacted},
      {"open contacted", contacted},
      {"attempted", contacted},
      {"attempting", contacted},
      {"attempted contact", contacted},
      {"attempted to contact", contacted},
      {"attempting contact", contacted},
      {"attempting to contact", contacted},
      {"contact attempted", contacted},
      {"open attempted contact", contacted},
      {"contact in future", contacted},
      {"contact in the future", contacted},
      {"contact made", contacted},
      {"initial contact", contacted},
      {"first contact", contacted},
      {"first touch", contacted},
      {"touched", contacted},
      {"connected", contacted},
      {"working", contacted},
      {"working contacted", contacted},
      {"in progress", contacted},
      {"in process", contacted},
      {"in work", contacted},
      {"in contact", contacted},
      {"in discussion", contacted},
      {"in conversation", contacted},
      {"processing", contacted},
      {"engaged", contacted},
      {"engaging", contacted},
      {"pursuing", contacted},
      {"replied", contacted},
      {"responded", contacted},
      {"reached", contacted},
      {"called", contacted},
      {"emailed", contacted},
      {"email sent", contacted},
      {"left voicemail", contacted},
      {"left message", contacted},
      {"voicemail", contacted},
      {"no answer", contacted},
      {"no response", contacted},
      {"not responding", contacted},
      {"unresponsive", contacted},
      {"call back", contacted},
      {"callback", contacted},
      {"follow up", contacted},
      {"followup", contacted},
      {"following up", contacted},
      {"bad timing", contacted},
      {"on hold", contacted},
      {"pending", contacted},
      {"nurture", contacted},
      {"nurturing", contacted},
      {"recycled", contacted},
      {"re engagement", contacted},
      {"processed", contacted},
      {"under review", contacted},
      {"screening", contacted},
      {"interested", contacted},
      {"warm", contacted},
      {"prospecting", contacted},
      {"qualification", contacted},
      {"discovery", contacted},
      {"meeting", contacted},
      {"meeting set", contacted},
      {"meeting booked", contacted},
      {"meeting scheduled", contacted},
      {"appointment set", contacted},
      {"appointment scheduled", contacted},
      {"call scheduled", contacted},
      {"demo", contacted},
      {"demo scheduled", contacted},
      {"presentation", contacted},
      {"presentation scheduled", contacted},
      {"kontaktiert", contacted},
      {"in bearbeitung", contacted},
      {"contacté", contacted},
      {"en cours", contacted},
      {"contactado", contacted},
      {"contatado", contacted},
      {"contattato", contacted},
      {"gecontacteerd", contacted},
      // worth an offer, or one was made
      {"qualified", qualified},
      {"pre qualified", qualified},
      {"prequalified", qualified},
      {"sql", qualified},
      {"sales qualified", qualified},
      {"sales qualified lead", qualified},
      {"salesqualifiedlead", qualified},
      {"sales accepted", qualified},
      {"hot", qualified},
      {"good", qualified},
      {"opportunity", qualified},
      {"opportunity created", qualified},
      {"pipeline opportunity", qualified},
      {"open deal", qualified},
      {"deal created", qualified},
      {"qualified to buy", qualified},
      {"needs analysis", qualified},
      {"value proposition", qualified},
      {"decision maker bought in", qualified},
      {"id decision makers", qualified},
      {"identify decision makers", qualified},
      {"perception analysis", qualified},
      {"proposal", qualified},
      {"proposal made", qualified},
      {"proposal sent", qualified},
      {"proposal price quote", qualified},
      {"proposition", qualified},
      {"quote", qualified},
      {"quote sent", qualified},
      {"quotation", qualified},
      {"offer", qualified},
      {"offer sent", qualified},
      {"offer made", qualified},
      {"negotiation", qualified},
      {"negotiations started", qualified},
      {"negotiation review", qualified},
      {"in negotiation", qualified},
      {"negotiating", qualified},
      {"decision making", qualified},
      {"contract discussion", qualified},
      {"contract sent", qualified},
      {"qualifiziert", qualified},
      {"qualifié", qualified},
      {"calificado", qualified},
      {"cualificado", qualified},
      {"qualificado", qualified},
      {"qualificato", qualified},
      {"gekwalificeerd", qualified},
      // a customer
      {"converted", converted},
      {"closed converted", converted},
      {"won", converted},
      {"closed won", converted},
      {"deal won", converted},
      {"customer", converted},
      {"existing customer", converted},
      {"active customer", converted},
      {"client", converted},
      {"active client", converted},
      {"evangelist", converted},
      {"in contract", converted},
      {"contract signed", converted},
      {"signed", converted},
      {"sold", converted},
      {"konvertiert", converted},
      {"gewonnen", converted},
      {"kunde", converted},
      {"converti", converted},
      {"gagné", converted},
      {"convertido", converted},
      {"ganado", converted},
      {"ganho", converted},
      {"convertito", converted},
      {"vinto", converted},
      // given up
      {"lost", lost},
      {"closed lost", lost},
      {"deal lost", lost},
      {"lost quotation", lost},
      {"closed not converted", lost},
      {"closed disqualified", lost},
      {"unqualified", lost},
      {"not qualified", lost},
      {"disqualified", lost},
      {"junk", lost},
      {"spam", lost},
      {"bad", lost},
      {"bad fit", lost},
      {"bad data", lost},
      {"dead", lost},
      {"invalid", lost},
      {"wrong number", lost},
      {"rejected", lost},
      {"declined", lost},
      {"refused", lost},
      {"not interested", lost},
      {"no interest", lost},
      {"no longer interested", lost},
      {"no fit", lost},
      {"not a fit", lost},
      {"cannot contact", lost},
      {"unreachable", lost},
      {"do not contact", lost},
      {"do not call", lost},
      {"opted out", lost},
      {"unsubscribed", lost},
      {"canceled", lost},
      {"cancelled", lost},
      {"abandoned", lost},
      {"expired", lost},
      {"churned", lost},
      {"former customer", lost},
      {"verloren", lost},
      {"unqualifiziert", lost},
      {"perdu", lost},
      {"perdido", lost},
      {"perso", lost},
  });
}();

/// The lookup key of a status: folded, single spaces, without a leading number ("2. Contacted").
[[nodiscard]] inline std::string status_key(std::string_view text) {
  std::vector<std::string> words = words_of(text);
  if (words.size() > 1 && is_digit(words.front().front())) {
    words.erase(words.begin());
  }
  return join(words, " ");
}

/// The user's names of statuses, as status_key; these take precedence over the table.
using status_mapping = std::vector<std::pair<std::string, leadcore::lead_status>>;

/// The status of a text, or nothing: an unknown text is never mapped. The word "lead" at the end is
/// ignored ("Junk Lead").
[[nodiscard]] inline std::optional<leadcore::lead_status>
find_status(std::string_view text, const status_mapping& own = {}) {
  std::string key = status_key(text);
  for (;;) {
    for (const auto& [words, status] : own) {
      if (words == key) {
        return status;
      }
    }
    for (const auto& each : status_words) {
      if (each.words == key) {
        return each.status;
      }
    }
    if (!key.ends_with(" lead")) {
      return std::nullopt;
    }
    key.resize(key.size() - std::string_view(" lead").size());
  }
}

} // namespace demo

#endif
