// SPDX-License-Identifier: BSL-1.0
#include "import/columns.hpp"

#include "support/catch.hpp"

#include <cstddef>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

/// "name=phones; other=-": the role of each column of a header, "-" for none.
static std::string roles(const std::vector<std::string_view>& header) {
  std::string out;
  for (const auto name : header) {
    const auto match = demo::find_role(name);
    out += (out.empty() ? "" : " ") + std::string(match ? demo::to_string(match->role) : "-");
  }
  return out;
}

TEST_CASE("columns of CRM exports are recognised by their names") {
  // HubSpot
  CHECK(roles({"Record ID", "First Name", "Last Name", "Email", "Phone Number",
               "Mobile Phone Number", "Contact owner", "Company name", "Lead Status",
               "Lifecycle Stage", "Create Date", "Last Modified Date", "Next Activity Date",
               "Country/Region", "Original Source", "Primary Associated Company ID",
               "Marketing contact status", "Email Domain", "Message"}) ==
        "id firstName lastName emails phones phones assignedToId company status status createdAt "
        "updatedAt "
        "nextCallAt country source "
        "clientId - - notes");
  CHECK(roles({"firstname", "lastname", "hs_object_id", "createdate", "lastmodifieddate",
               "hubspot_owner_id", "hs_lead_status", "properties.firstname", "mobilephone"}) ==
        "firstName lastName id createdAt updatedAt assignedToId status firstName phones");
  // Salesforce
  CHECK(
      roles({"Lead ID",           "Salutation", "First Name",     "Last Name",     "Title",
             "Company / Account", "Email",      "Phone",          "Mobile",        "Lead Status",
             "Lead Source",       "Lead Owner", "Create Date",    "Last Modified", "Email Opt Out",
             "Do Not Call",       "Rating",     "State/Province", "Country",       "Fax",
             "Description"}) ==
      "id - firstName lastName - company emails phones phones status source "
      "assignedToId createdAt updatedAt - - status - country - "
      "notes");
  CHECK(roles({"Account Name", "OwnerId", "CreatedDate", "LastModifiedDate", "MobilePhone",
               "HomePhone", "MailingCountry", "AssistantPhone", "AssistantName",
               "HasOptedOutOfEmail", "EmailBouncedReason", "LastActivityDate"}) ==
        "company assignedToId createdAt updatedAt phones phones country - - - - updatedAt");
  // Pipedrive
  CHECK(roles({"Lead - ID", "Lead - Title", "Lead - Owner", "Lead - Lead created", "Person - Name",
               "Person - Email - Work", "Person - Phone - Mobile", "Organization - Name",
               "Organization - ID", "Lead - Next activity date", "Person - ID"}) ==
        "id - assignedToId createdAt name emails phones company clientId nextCallAt contactId");
  // Zoho
  CHECK(roles({"Record Id", "Lead Owner.id", "Lead Owner", "Company", "Full Name", "Email",
               "Secondary Email", "Phone", "Mobile", "Website", "Lead Source", "Lead Status",
               "Created Time", "Modified Time", "Last Activity Time", "Skype ID"}) ==
        "id assignedToId assignedToId company name emails emails phones phones - source status "
        "createdAt "
        "updatedAt updatedAt -");
  // Google Contacts, old and new
  CHECK(roles({"Name", "Given Name", "Additional Name", "Family Name", "Given Name Yomi",
               "E-mail 1 - Type", "E-mail 1 - Value", "Phone 1 - Type", "Phone 1 - Value",
               "Organization 1 - Name", "Address 1 - Country", "Notes", "Birthday"}) ==
        "name firstName middleName lastName - label emails label phones company country notes -");
  CHECK(roles({"First Name", "Middle Name", "Last Name", "Phonetic First Name", "Organization Name",
               "E-mail 1 - Label", "Phone 1 - Label", "File As"}) ==
        "firstName middleName lastName - company label label name");
  // Outlook
  CHECK(roles({"First Name", "Company", "Business Phone", "Business Phone 2", "Home Phone",
               "Mobile Phone", "Business Fax", "Assistant's Phone", "Manager's Name",
               "E-mail Address", "E-mail Type", "E-mail Display Name", "E-mail 2 Address",
               "Business Country/Region", "Pager"}) ==
        "firstName company phones phones phones phones - - - emails label - emails country -");
  // Dynamics 365
  CHECK(roles({"(Do Not Modify) Lead", "(Do Not Modify) Modified On", "Name", "Topic",
               "Status Reason", "Created On", "Business Phone", "Owner"}) ==
        "id updatedAt name name status createdAt phones assignedToId");
  // SuiteCRM, EspoCRM, Odoo, Mautic, Close, Freshsales, ERPNext, Facebook
  CHECK(roles({"date_entered", "date_modified", "phone_mobile", "phone_work", "email1",
               "assigned_user_id", "account_name", "primary_address_country", "lead_source"}) ==
        "createdAt updatedAt phones phones emails assignedToId company country source");
  CHECK(roles({"Created At", "Modified At", "Assigned User", "emailAddress", "phoneNumber"}) ==
        "createdAt updatedAt assignedToId emails phones");
  CHECK(roles({"Contact Name", "Salesperson", "Stage", "Created on", "Next Activity Deadline",
               "Opportunity"}) == "name assignedToId status createdAt nextCallAt name");
  CHECK(roles({"date_added", "last_active", "points"}) == "createdAt updatedAt -");
  CHECK(roles({"status_label", "date_created", "primary_contact_name",
               "primary_contact_primary_phone", "primary_contact_primary_email"}) ==
        "status createdAt name phones emails");
  CHECK(roles({"Sales account", "Emails", "Mobile No", "Lead Name", "Last Updated On"}) ==
        "company emails phones name updatedAt");
  CHECK(roles({"created_time", "full_name", "phone_number", "platform", "campaign_name",
               "lead_status", "form_id"}) == "createdAt name phones source source status -");
  // Twenty, Datablist, Atomic CRM
  CHECK(roles({"Name / First Name", "Emails / Primary Email", "Phones / Primary Phone Number",
               "Phones / Primary Phone Country Code", "Creation date", "Last update"}) ==
        "firstName emails phones phoneCountry createdAt updatedAt");
  CHECK(roles({"Index", "Account Id", "Phone 1", "Email 2", "Deal Stage", "Subscription Date"}) ==
        "- clientId phones emails status createdAt");
  CHECK(roles({"first_seen", "last_seen", "sales_id", "background", "has_newsletter", "nb_tasks",
               "tags"}) == "createdAt updatedAt assignedToId notes - - -");
  // other languages
  CHECK(roles({"Vorname", "Nachname", "Firma", "Telefon", "Handynummer", "E-Mail-Adresse", "Land",
               "Bemerkungen"}) == "firstName lastName company phones phones emails country notes");
  CHECK(roles({"Prénom", "Nom", "Société", "Téléphone", "Adresse e-mail", "Pays"}) ==
        "firstName lastName company phones emails country");
  CHECK(roles({"Nombre", "Apellidos", "Empresa", "Teléfono móvil", "Correo electrónico", "País"}) ==
        "firstName lastName company phones emails country");
}

TEST_CASE("the wire names of the fields are recognised, so leads as CSV can be read") {
  CHECK(roles({"id", "name", "phones", "emails", "primaryPhone", "primaryEmail", "contactId",
               "company", "source", "status", "notes", "nextCallAt", "createdAt", "updatedAt",
               "assignedToId", "clientId"}) ==
        "id name phones emails phones emails contactId company source status notes "
        "nextCallAt createdAt updatedAt assignedToId clientId");
}

TEST_CASE("columns about a phone or an email are not phones or emails") {
  for (const std::string_view name :
       {"Email Opt Out", "Email Status", "Last Email Date", "Email Type", "Emails Opened",
        "Phone Type", "Phone Extension", "Phone Verified", "Fax Number", "Owner Email",
        "Phone Country Code", "Bounced Email", "Preferred Phone", "Company Fax Phone"}) {
    INFO(name);
    const auto match = demo::find_role(name);
    CHECK((!match ||
           (match->role != demo::column_role::phone && match->role != demo::column_role::email)));
  }
}

TEST_CASE("other columns have no role") {
  for (const std::string_view name :
       {"", " ", "#", "City", "State", "Zip", "Website", "Job Title", "Address", "Gender", "Tags",
        "Company City", "Industry", "Annual Revenue", "Number of Employees", "LinkedIn URL",
        "Birthday"}) {
    INFO(name);
    CHECK_FALSE(demo::find_role(name));
  }
}

TEST_CASE("no name is listed for two roles, and every name finds its own role") {
  constexpr std::string_view data =
#include "import/data/columns.tsv"
      ;
  std::map<std::string, std::string_view> seen;
  std::size_t names = 0;
  for (const auto line : demo::split(data, "\n")) {
    const auto cells = demo::split(line, "\t");
    if (line.starts_with('#') || cells[0].starts_with("word.")) {
      continue;
    }
    REQUIRE(cells.size() == 3);
    const auto role = cells[0].substr(0, cells[0].find('?'));
    for (const auto name : demo::split(cells[2], ";")) {
      INFO(name);
      const auto found = demo::find_column_role(name);
      REQUIRE(found);
      const auto [first, is_new] = seen.try_emplace(demo::name_key(name), role);
      CHECK(first->second == role);
      CHECK(to_string(found->role) == role);
      ++names;
    }
  }
  CHECK(names > 800);
}

TEST_CASE("the option --map takes wire names of fields and names of columns") {
  CHECK(demo::find_target("phone") == demo::column_role::phone);
  CHECK(demo::find_target("phones") == demo::column_role::phone);
  CHECK(demo::find_target("primaryEmail") == demo::column_role::email);
  CHECK(demo::find_target("first_name") == demo::column_role::first_name);
  CHECK(demo::find_target("nextCallAt") == demo::column_role::next_call_at);
  CHECK(demo::find_target("next call") == demo::column_role::next_call_at);
  CHECK_FALSE(demo::find_target("colour"));
  CHECK_FALSE(demo::find_target(""));
}

TEST_CASE("words are split at spaces, punctuation, digits and where lower case ends") {
  using words = std::vector<std::string>;
  CHECK(demo::words_of("firstName") == words{"first", "name"});
  CHECK(demo::words_of("E-mail 1 - Value") == words{"e", "mail", "1", "value"});
  CHECK(demo::words_of("phone1") == words{"phone", "1"});
  CHECK(demo::words_of("FIRST_NAME") == words{"first", "name"});
  CHECK(demo::words_of("Straße") == words{"strasse"});
  CHECK(demo::words_of(" -- ").empty());
}

TEST_CASE("phone and email columns are composed of known words, in any language") {
  for (const std::string_view name :
       {"Telefon geschäftlich", "Téléphone portable", "Teléfono del trabajo", "Telefono cellulare",
        "Telefone celular", "Mobiel nummer", "WhatsApp", "Whats App", "Mob No", "Mob No.",
        "Matkapuhelin", "Tlf.", "Mobilnummer", "手机", "携帯電話番号", "workPhone2",
        "Tel. (privat)"}) {
    INFO(name);
    CHECK(roles({name}) == "phones");
  }
  for (const std::string_view name :
       {"Email ID", "E-mailadres", "Correo electrónico", "Adresse e-mail", "Indirizzo e-mail",
        "E-Mail-Adresse", "メールアドレス", "邮箱", "E-postadress", "Sähköposti", "Work Email"}) {
    INFO(name);
    CHECK(roles({name}) == "emails");
  }
  for (const std::string_view name : {"E-Mail: Angezeigter Name", "Phone Systems Inc", "nomail",
                                      "Mailing Street", "Telefax", "Sector", "Officer"}) {
    INFO(name);
    CHECK(roles({name}) == "-");
  }
  CHECK(demo::find_column_role("Phone Systems Inc")->role == demo::column_role::set_aside);
  CHECK(roles({"Record ID - Contact", "Record ID - Company", "contact_name"}) ==
        "id clientId name");
}

TEST_CASE("Outlook's columns are known in its languages: the lead's, and those of others") {
  for (const std::string_view name : {"Car Phone",
                                      "Radio Phone",
                                      "Autotelefon",
                                      "Téléphone (voiture)",
                                      "Teléfono del automóvil",
                                      "Telefono (uff.)",
                                      "Telefono principale società",
                                      "Telefone do carro",
                                      "Telefoon op werk",
                                      "Hoofdtelefoon",
                                      "Autotelefoon",
                                      "Biltelefon",
                                      "Primär telefon",
                                      "Hjemmetelefon",
                                      "Домашний телефон",
                                      "自動車電話",
                                      "会社代表電話",
                                      "その他の電話",
                                      "商务电话",
                                      "车载电话",
                                      "单位主要电话",
                                      "住宅电话",
                                      "其他电话"}) {
    INFO(name);
    CHECK(roles({name}) == "phones");
  }
  for (const std::string_view name :
       {"Adresse de messagerie", "Adresse de messagerie 2", "E-post 2-adress",
        "Indirizzo posta elettronica 2", "電子メール アドレス", "電子メールアドレス 2",
        "電子メール 2 アドレス", "电子邮件地址", "电子邮件 2 地址", "Адрес эл. почты"}) {
    INFO(name);
    CHECK(roles({name}) == "emails");
  }
  for (const std::string_view name : {"Nom complet de l'adresse de messagerie", "E-posttyp",
                                      "Visningsnamn e-post", "電子メールの種類", "電子メール表示名",
                                      "电子邮件类型", "电子邮件显示名称", "商务传真", "会社 FAX"}) {
    INFO(name);
    CHECK(roles({name}) == "-");
  }
  CHECK(roles({"Type de messagerie"}) == "label");
  for (const std::string_view name :
       {"Téléphone de l'assistant(e)", "Teléfono del ayudante", "Telefone do assistente",
        "Assistents telefon", "Avustajan puhelin", "Telefon asystenta", "Телефон помощника",
        "秘書の電話", "助理的电话", "Rückmeldung"}) {
    INFO(name);
    const auto found = demo::find_column_role(name);
    REQUIRE(found);
    CHECK(found->role == demo::column_role::set_aside);
  }
}

TEST_CASE("columns of exports that once were not known") {
  CHECK(roles({"Original Traffic Source", "write_date", "activity_date_deadline", "source_id/name",
               "Primary company", "Land/Region geschäftlich", "Aangemaakt", "Gewijzigd",
               "Adresse électronique", "Propriétaire du contact"}) ==
        "source updatedAt nextCallAt source company country createdAt updatedAt emails "
        "assignedToId");
  CHECK(roles({"Fecha creación", "Nº móvil", "Correio eletrónico", "Observação", "Erstellt",
               "Zuletzt bearbeitet", "Skapad datum", "Sidst ændret", "Endret", "Merknader"}) ==
        "createdAt phones emails notes createdAt updatedAt createdAt updatedAt updatedAt notes");
  CHECK(roles({"Kännykkä", "Vastuuhenkilö", "Lisätiedot", "直通番号", "お電話番号", "联系人电话",
               "建立日期", "Alternate Contact No", "Firm Name", "Enquiry Date"}) ==
        "phones assignedToId notes phones phones phones createdAt phones company createdAt");
  for (const std::string_view name : {"秘書電話番号", "アシスタント電話", "助理电话"}) {
    INFO(name);
    CHECK(demo::find_column_role(name)->role == demo::column_role::set_aside);
  }
}

TEST_CASE("what stands around the name of a column does not hide it") {
  CHECK(roles({"your-name", "Votre nom", "Ihre E-Mail-Adresse", "Wie ist Ihr Name?", "1. Company",
               "Company (required)", "Company / Account  ↑", "📧 Email", "Direct_Phone__c",
               "_id.$oid", "_source.email", "createdAt.$date.$numberLong", "Created At (UTC+0)",
               "SENDER_NAME", "E-Mail (required)", "merge_fields.PHONE", "Name of Customer",
               "org_id.name"}) == "name lastName emails name company company company emails phones "
                                  "id emails createdAt createdAt "
                                  "name emails phones name company");
  CHECK(roles({"Full Name - First Name", "customer.name.last", "Ansprechpartner Vorname",
               "Name (First)", "Full name (contact)", "Note 2", "Firma1"}) ==
        "firstName lastName firstName firstName name notes company");
  CHECK(roles({"Name (Prefix)", "Name (Partner)", "Name (company)", "Contact 2 Code"}) ==
        "- - company -");
  CHECK(demo::find_column_role(std::string(100'000, '(') + std::string(100'000, ')')) ==
        std::nullopt);
}

TEST_CASE("a country is one of an address or a person") {
  CHECK(roles({"Address 1: Country/Region", "SENDER_COUNTRY_ISO", "商务地址 国家/地区",
               "Adres służbowy - kraj/region", "Default Address Country Code"}) ==
        "country country country country country");
  CHECK(roles({"IP Country", "Passport Country", "Product Country", "Time Zone Country"}) ==
        "- - - -");
}

TEST_CASE("the general names of a role come after the best one of every language") {
  const auto rank = [](std::string_view name) { return demo::find_column_role(name)->rank; };
  CHECK(rank("Società") < rank("Account"));
  CHECK(rank("会社名") < rank("Business"));
  CHECK(rank("Quelle") < rank("Channel"));
  CHECK(rank("Besitzer") < rank("Agent"));
  CHECK(rank("Lead Status") < rank("Status"));
  CHECK(rank("Status") < rank("Lifecycle Stage"));
  CHECK(roles({"Empresa asociada", "Azienda associata", "Gekoppeld bedrijf", "関連会社",
               "Firma/Account", "会社名/取引先", "リード 状況", "ID de fiche d'informations"}) ==
        "company company company company company company status id");
}

TEST_CASE("a compound with a word for a phone or an email may hold one") {
  for (const std::string_view name : {"Praxistelefon", "Kundentelefon", "本社電話番号",
                                      "办公室电话", "Geschäftsmail", "Telefon Assistent(in)"}) {
    INFO(name);
    const auto found = demo::find_column_role(name);
    REQUIRE(found);
    CHECK(found->role == demo::column_role::set_aside);
  }
}
