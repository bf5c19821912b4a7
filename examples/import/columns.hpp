// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_COLUMNS_HPP
#define LEADCORE_EXAMPLES_IMPORT_COLUMNS_HPP

// The role of a column: recognises the column names of other systems' exports.

#include "text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace demo {

/// The role of a column. Most are fields of a lead; the rest help to make one.
enum class column_role : std::uint8_t {
  id,
  name,
  first_name,
  middle_name,
  last_name,
  phone,
  email,
  contact_id,
  company,
  source,
  status,
  notes,
  next_call_at,
  created_at,
  updated_at,
  assigned_to_id,
  client_id,
  country,
};
inline constexpr std::size_t column_role_count = 18;

namespace detail {

struct role_names {
  column_role role;
  std::string_view label;
  /// Names of columns, reduced to their folded letters and digits, best first. The first one is
  /// also the role's name for --map.
  std::string_view names;
};

inline constexpr std::array<role_names, column_role_count> role_table{{
    {column_role::id, "id",
     "id leadid recordid donotmodifylead uuid guid uid externalid hsobjectid leadnumber leadno"},
    {column_role::name, "name",
     "name fullname contactname personname leadname primarycontactname contactperson customername "
     "displayname "
     "contact person lead fileas nomcomplet nombrecompleto nomecompleto fullständigtnamn "
     "opportunityname "
     "opportunity topic"},
    {column_role::first_name, "firstName",
     "firstname fname givenname forename first vorname prénom prenom nombre nome voornaam imię "
     "förnamn "
     "fornavn имя 名"},
    {column_role::middle_name, "middleName", "middlename additionalname middle middleinitial"},
    {column_role::last_name, "lastName",
     "lastname lname surname familyname last secondname nachname nom apellido apellidos cognome "
     "sobrenome "
     "achternaam "
     "nazwisko efternamn etternavn фамилия 姓"},
    {column_role::phone, "phones", "phone phones"},
    {column_role::email, "emails", "email emails"},
    {column_role::contact_id, "contactId", "contactid personid peopleid contactrecordid"},
    {column_role::company, "company",
     "company companyname account accountname companyaccount organization organisation "
     "organizationname "
     "organisationname organization1name org orgname employer employername business businessname "
     "firm "
     "associatedcompany primaryassociatedcompany associatedcompanynames salesaccount partnername "
     "partnercompanyname "
     "currentcompany firma firmenname unternehmen société societe entreprise empresa azienda "
     "bedrijf "
     "компания 会社 "
     "会社名 公司"},
    {column_role::source, "source",
     "source leadsource leadsourcename originalsource originalleadsource originalsourcetype "
     "sourcename "
     "utmsource "
     "latestsource leadorigin origin channel platform campaign campaignname utmcampaign quelle "
     "fuente origen "
     "origine "
     "fonte bron"},
    {column_role::status, "status",
     "status leadstatus hsleadstatus leadstage contactstatus statuslabel statusname dealstage "
     "stage "
     "salesstage pipelinestage "
     "dealstatus statusreason lifecyclestage lifecycle leadrating rating temperature label labels "
     "estado "
     "statut stato"},
    {column_role::notes, "notes",
     "notes note description comments comment remarks remark background message memo leadnotes "
     "contactnotes "
     "additionalinformation notizen bemerkungen bemerkung beschreibung notas observaciones "
     "descripción "
     "commentaires "
     "commentaire remarques opmerkingen"},
    {column_role::next_call_at, "nextCallAt",
     "nextcallat nextcall nextcalldate nextcalltime nextcallon nextfollowup nextfollowupdate "
     "nextfollowupon "
     "followup "
     "followupdate followupon followupat nextcontact nextcontactdate nextactivitydate "
     "nextactivitydeadline "
     "nextactivityat nextactivityduedate nextstepdate nexttaskdate callbackdate callbackat "
     "callbacktime "
     "scheduledcall "
     "reminderdate"},
    {column_role::created_at, "createdAt",
     "createdat createddate createdtime createdon created createdate createtime datecreated "
     "creationdate "
     "creationtime "
     "dateadded addeddate addedon addedat added addtime dateentered insertedat leadcreated "
     "leadcreateddate "
     "leadcreationdate leaddate firstseen registrationdate registeredat signupdate signedupat "
     "subscriptiondate "
     "submittedat submissiondate connectedon entrydate timestamp date erstelltam erstellungsdatum "
     "angelegtam "
     "datedecréation fechadecreación fechacreación"},
    {column_role::updated_at, "updatedAt",
     "updatedat updateddate updatedtime updatedon updated updatedate updatetime dateupdated "
     "lastupdated "
     "lastupdate "
     "lastupdatedat lastupdatedon modifiedat modifieddate modifiedtime modifiedon modified "
     "datemodified "
     "lastmodified "
     "lastmodifieddate lastmodifiedat lastmodifiedon lastmodifiedtime donotmodifymodifiedon "
     "lastchanged "
     "lastseen "
     "lastactivity lastactivitydate lastactivityat lastactivitytime lastactive geändertam"},
    {column_role::assigned_to_id, "assignedToId",
     "assignedtoid assigneeid assigneduserid ownerid leadownerid contactownerid hubspotownerid "
     "salesid "
     "salesrepid "
     "salespersonid responsibleuserid assignedto assignee assigneduser assignedusername owner "
     "leadowner "
     "contactowner "
     "recordowner dealowner accountowner responsibleuser responsible responsibleperson salesperson "
     "salesrep "
     "salesrepresentative accountmanager accountexecutive agent sales besitzer propietario "
     "responsável "
     "proprietario"},
    {column_role::client_id, "clientId",
     "clientid client customerid accountid companyid organizationid organisationid orgid "
     "parentcustomerid "
     "primaryassociatedcompanyid associatedcompanyids associatedcompanyid"},
    {column_role::country, "country",
     "country countryregion countryname countrycode mailingcountry billingcountry homecountry "
     "businesscountry "
     "businesscountryregion homecountryregion othercountryregion primaryaddresscountry "
     "addresscountry "
     "address1country "
     "land pays país pais paese страна 国"},
}};

[[nodiscard]] constexpr bool contains_word(std::string_view list, std::string_view word) {
  for (std::size_t at = list.find(word); at != std::string_view::npos;
       at = list.find(word, at + 1)) {
    const bool begins = at == 0 || list[at - 1] == ' ';
    const bool ends = at + word.size() == list.size() || list[at + word.size()] == ' ';
    if (begins && ends) {
      return true;
    }
  }
  return false;
}

[[nodiscard]] inline bool any_word(const std::vector<std::string>& words, std::string_view list) {
  return std::ranges::any_of(words, [list](const auto& word) { return contains_word(list, word); });
}

[[nodiscard]] inline bool any_contains(const std::vector<std::string>& words,
                                       std::initializer_list<std::string_view> parts) {
  return std::ranges::any_of(words, [parts](const auto& word) {
    return std::ranges::any_of(
        parts, [&word](std::string_view part) { return word.find(part) != std::string::npos; });
  });
}

/// Words next to "phone" or "email" that denote something about it, or another person's.
inline constexpr std::string_view not_the_value =
    "type label code country calling ext extension verified verification valid validation invalid "
    "status opt "
    "optout "
    "optin opted out in unsubscribed subscription bounce bounced bounces bouncing count counter "
    "total date "
    "time at last "
    "first sent opened open opens clicked clicks click replied reply delivered display subject "
    "domain "
    "permission "
    "consent marketing newsletter hard is has do not dont allow allowed quality confidence score "
    "confirmed "
    "quarantined reason source id owner assistant assistants manager managers spouse referrer "
    "phonetic model "
    "preferred preference timezone carrier format";

/// "Phone", "mobile_phone_number", "Business Phone 2", "phone1", "Tel.", "Person - Phone - Work"
/// ...
[[nodiscard]] inline bool is_phone_name(const std::vector<std::string>& words) {
  const std::string all = join(words, "");
  return (any_contains(words, {"phone", "mobil", "telefon", "téléphone", "teléfono", "whatsapp"}) ||
          any_word(words,
                   "tel cell cellular celular handy handynummer rufnummer gsm móvil movil fone "
                   "телефон 電話 电话") ||
          all == "contactnumber" || all == "contactno") &&
         !any_word(words, not_the_value) &&
         !any_contains(words, {"fax", "pager", "email", "device"});
}

/// "Email", "E-mail 2 Address", "email_work", "EmailAddress1", "Person - Email - Work" ...
[[nodiscard]] inline bool is_email_name(const std::vector<std::string>& words) {
  bool found = any_contains(words, {"email", "correo", "courriel"}) ||
               any_word(words, "mail почта 電子メール");
  for (std::size_t i = 1; i < words.size(); ++i) {
    found = found || (words[i - 1] == "e" && words[i] == "mail");
  }
  return found && !any_word(words, not_the_value) && !any_contains(words, {"optout"});
}

} // namespace detail

/// The name of a role in reports: its field of a lead, if it has one.
[[nodiscard]] inline std::string_view to_string(column_role role) {
  return detail::role_table[static_cast<std::size_t>(role)].label;
}

/// A role, and the rank of the column's name for it: 0 is the best.
struct role_match {
  column_role role{};
  std::size_t rank = 0;
};

/// The role of a column by its name, or nothing. Case, spaces, underscores, punctuation and a
/// prefix such as "Person - " or "Lead: " are ignored.
[[nodiscard]] inline std::optional<role_match> find_role(std::string_view name) {
  const auto exact = [](const std::vector<std::string>& words) -> std::optional<role_match> {
    const std::string all = join(words, "");
    for (const auto& each : detail::role_table) {
      std::size_t rank = 0;
      for (const std::string_view candidate : split(each.names, " ")) {
        if (candidate == all) {
          return role_match{each.role, rank};
        }
        ++rank;
      }
    }
    return std::nullopt;
  };
  std::vector<std::string> words = words_of(name);
  if (words.empty()) {
    return std::nullopt;
  }
  if (auto found = exact(words)) {
    return found;
  }
  if (detail::is_email_name(words)) {
    return role_match{column_role::email, words.front() == "primary" ? 0U : 1U};
  }
  if (detail::is_phone_name(words)) {
    return role_match{column_role::phone, words.front() == "primary" ? 0U : 1U};
  }
  if (words.size() > 1 && (words.back() == "country" || words.back() == "país")) {
    return role_match{column_role::country, 100};
  }
  if (words.size() > 1 &&
      detail::contains_word("person people contact contacts lead leads deal properties attributes "
                            "fields name customer prospect",
                            words.front())) {
    words.erase(words.begin());
    if (auto found = exact(words)) {
      found->rank += 100;
      return found;
    }
  }
  return std::nullopt;
}

/// The role of a name given to --map: the label of a role or the name of a column.
[[nodiscard]] inline std::optional<column_role> find_target(std::string_view name) {
  const std::string wanted = join(words_of(name), "");
  for (const auto& each : detail::role_table) {
    if (wanted == join(words_of(each.label), "") || detail::contains_word(each.names, wanted)) {
      return each.role;
    }
  }
  if (wanted == "primaryphone") {
    return column_role::phone;
  }
  return wanted == "primaryemail" ? std::optional(column_role::email) : std::nullopt;
}

} // namespace demo

#endif
