// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_SERVER_SAMPLE_HPP
#define LEADCORE_EXAMPLES_SERVER_SAMPLE_HPP

// Sample organisations with their members, and generated leads for trying the endpoint: many
// scripts and countries, equal sort keys, and nulls in every nullable field. The same seed gives
// the same leads everywhere: nothing depends on the standard library's random numbers, a locale or
// a clock. People and companies are invented; phones are in ranges reserved for fiction or plainly
// artificial.

#include <leadcore/model/lead.hpp>
#include <leadcore/model/status.hpp>
#include <leadcore/text/timestamp.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace demo {

/// SplitMix64 (Steele, Lea, Flood 2014): a small generator that is the same on every machine.
class random_numbers {
 public:
  explicit constexpr random_numbers(std::uint64_t seed) noexcept : state_(seed) {}

  [[nodiscard]] constexpr std::uint64_t next() noexcept {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15U;
    z = (z ^ z >> 30U) * 0xBF58476D1CE4E5B9U;
    z = (z ^ z >> 27U) * 0x94D049BB133111EBU;
    return z ^ z >> 31U;
  }
  /// An integer below a bound. The bound is small compared with 2^64, so the remainder is nearly
  /// uniform.
  [[nodiscard]] constexpr std::uint64_t below(std::uint64_t bound) noexcept {
    return next() % bound;
  }
  [[nodiscard]] constexpr bool chance(unsigned percent) noexcept { return below(100) < percent; }
  template <class T, std::size_t N>
  [[nodiscard]] constexpr const T& pick(const std::array<T, N>& from) noexcept {
    return from[below(N)];
  }

 private:
  std::uint64_t state_;
};

/// A user of a sample organisation.
struct sample_member {
  std::string_view id; ///< also the assignedToId of their leads
  std::string_view name;
  bool is_developer = false; ///< has the permission DEVELOPER
};

/// An organisation of the sample.
struct sample_organisation {
  std::string_view id;
  std::string_view name;
  bool has_developer_api = false; ///< has the feature DEVELOPER_API
  std::size_t one_in = 1;         ///< it has one lead for so many of the first organisation
  std::array<sample_member, 5> members;
};

/// The organisations of the sample. Leads of a file belong to the first.
inline constexpr std::array<sample_organisation, 3> sample_organisations{{
    {"demo",
     "Demo Sales",
     true,
     1,
     {{{"65e0a000a000a000a000a000", "Dana Developer", true},
       {"65e0a000a000a000a000a001", "Sam Sales"},
       {"65e0a000a000a000a000a002", "Ada Analyst", true},
       {"65e0a000a000a000a000a003", "Tom Trainee"},
       {"65e0a000a000a000a000a004", "Mia Manager"}}}},
    {"globex",
     "Globex",
     true,
     10,
     {{{"65e1a000a000a000a000a000", "Gil Geek", true},
       {"65e1a000a000a000a000a001", "Gwen Greeter"},
       {"65e1a000a000a000a000a002", "Gus Guide"},
       {"65e1a000a000a000a000a003", "Gia Gatherer"},
       {"65e1a000a000a000a000a004", "Gabe Grower"}}}},
    {"initech",
     "Initech",
     false,
     100,
     {{{"65e2a000a000a000a000a000", "Ines Integrator", true},
       {"65e2a000a000a000a000a001", "Ivo Intern"},
       {"65e2a000a000a000a000a002", "Ida Inspector"},
       {"65e2a000a000a000a000a003", "Ian Installer"},
       {"65e2a000a000a000a000a004", "Isa Innovator"}}}},
}};

namespace detail {

/// A name as written, and in ASCII for addresses.
struct sample_name {
  std::string_view written;
  std::string_view ascii;
};

/// People of one country. Each # in the phone pattern is a random digit.
struct sample_country {
  std::string_view phone;
  std::string_view domain;
  bool family_first = false;
  std::string_view between = " ";
  std::array<sample_name, 6> given;
  std::array<sample_name, 6> family;
};

inline constexpr std::array<sample_country, 20> sample_countries{{
    {"+1415555####",
     "example.com",
     false,
     " ",
     {{{"Jane", "jane"},
       {"Maya", "maya"},
       {"Tyrone", "tyrone"},
       {"Grace", "grace"},
       {"Luis", "luis"},
       {"Noah", "noah"}}},
     {{{"Doe", "doe"},
       {"Washington", "washington"},
       {"O’Brien", "obrien"},
       {"Nguyen", "nguyen"},
       {"Smith-Jones", "smith-jones"},
       {"Ortega", "ortega"}}}},
    {"+4420794600##",
     "example.co.uk",
     false,
     " ",
     {{{"Oliver", "oliver"},
       {"Amelia", "amelia"},
       {"Siân", "sian"},
       {"Rhys", "rhys"},
       {"Isla", "isla"},
       {"Harry", "harry"}}},
     {{{"Taylor", "taylor"},
       {"Evans", "evans"},
       {"MacLeod", "macleod"},
       {"Patel", "patel"},
       {"Ashworth", "ashworth"},
       {"Wren", "wren"}}}},
    {"+493023125###",
     "example.de",
     false,
     " ",
     {{{"Jürgen", "juergen"},
       {"Käthe", "kaethe"},
       {"Björn", "bjoern"},
       {"Anja", "anja"},
       {"Uwe", "uwe"},
       {"Heike", "heike"}}},
     {{{"Groß", "gross"},
       {"Müller", "mueller"},
       {"Weiß", "weiss"},
       {"Schröder", "schroeder"},
       {"von der Heide", "vonderheide"},
       {"Lang", "lang"}}}},
    {"+33199001###",
     "example.fr",
     false,
     " ",
     {{{"Zoé", "zoe"},
       {"François", "francois"},
       {"Hélène", "helene"},
       {"Noël", "noel"},
       {"Margaux", "margaux"},
       {"Théo", "theo"}}},
     {{{"Lefèvre", "lefevre"},
       {"D’Angelo", "dangelo"},
       {"Béranger", "beranger"},
       {"Garçon", "garcon"},
       {"Dupont", "dupont"},
       {"Le Goff", "legoff"}}}},
    {"+34600000###",
     "example.es",
     false,
     " ",
     {{{"Íñigo", "inigo"},
       {"Begoña", "begona"},
       {"José María", "josemaria"},
       {"Lucía", "lucia"},
       {"Álvaro", "alvaro"},
       {"Nuria", "nuria"}}},
     {{{"Núñez", "nunez"},
       {"García Lorca", "garcialorca"},
       {"Ibáñez", "ibanez"},
       {"Peña", "pena"},
       {"Ruiz", "ruiz"},
       {"Zubiri", "zubiri"}}}},
    {"+5511900000###",
     "example.com.br",
     false,
     " ",
     {{{"João", "joao"},
       {"Conceição", "conceicao"},
       {"Thaís", "thais"},
       {"Caetano", "caetano"},
       {"Inês", "ines"},
       {"Raí", "rai"}}},
     {{{"Gonçalves", "goncalves"},
       {"Araújo", "araujo"},
       {"da Silva", "dasilva"},
       {"Simões", "simoes"},
       {"Brandão", "brandao"},
       {"Luz", "luz"}}}},
    {"+48600000###",
     "example.pl",
     false,
     " ",
     {{{"Łukasz", "lukasz"},
       {"Małgorzata", "malgorzata"},
       {"Zbigniew", "zbigniew"},
       {"Żaneta", "zaneta"},
       {"Paweł", "pawel"},
       {"Ewa", "ewa"}}},
     {{{"Wójcik", "wojcik"},
       {"Dąbrowska", "dabrowska"},
       {"Źródło", "zrodlo"},
       {"Kowal", "kowal"},
       {"Gałązka", "galazka"},
       {"Nowak", "nowak"}}}},
    {"+905300000###",
     "example.com.tr",
     false,
     " ",
     {{{"İpek", "ipek"},
       {"Çağla", "cagla"},
       {"Işıl", "isil"},
       {"Oğuz", "oguz"},
       {"Şule", "sule"},
       {"Ümit", "umit"}}},
     {{{"Yılmaz", "yilmaz"},
       {"Güneş", "gunes"},
       {"Öztürk", "ozturk"},
       {"Işık", "isik"},
       {"Demir", "demir"},
       {"Ağaoğlu", "agaoglu"}}}},
    {"+84900000###",
     "example.vn",
     true,
     " ",
     {{{"Hoàng Anh", "hoanganh"},
       {"Thu Hương", "thuhuong"},
       {"Đức", "duc"},
       {"Phượng", "phuong"},
       {"Tuấn", "tuan"},
       {"Mỹ Linh", "mylinh"}}},
     {{{"Nguyễn", "nguyen"},
       {"Trần", "tran"},
       {"Đặng", "dang"},
       {"Phạm", "pham"},
       {"Võ", "vo"},
       {"Lý", "ly"}}}},
    {"+380500000###",
     "example.ua",
     false,
     " ",
     {{{"Олена", "olena"},
       {"Їжак", "yizhak"},
       {"Тарас", "taras"},
       {"Ґалина", "galyna"},
       {"Андрій", "andrii"},
       {"Соломія", "solomiia"}}},
     {{{"Шевчук", "shevchuk"},
       {"Коваленко", "kovalenko"},
       {"Бойко", "boiko"},
       {"Єфименко", "yefymenko"},
       {"Гончар", "honchar"},
       {"Лісовий", "lisovyi"}}}},
    {"+306900000###",
     "example.gr",
     false,
     " ",
     {{{"Ελένη", "eleni"},
       {"Οδυσσέας", "odysseas"},
       {"Σοφία", "sofia"},
       {"Νίκος", "nikos"},
       {"Χρύσα", "chrysa"},
       {"Γιώργος", "giorgos"}}},
     {{{"Παπαδόπουλος", "papadopoulos"},
       {"Ψαρράς", "psarras"},
       {"Οικονόμου", "oikonomou"},
       {"Ξένος", "xenos"},
       {"Λαμπράκη", "lampraki"},
       {"Θεοδώρου", "theodorou"}}}},
    {"+972500000###",
     "example.co.il",
     false,
     " ",
     {{{"נועה", "noa"},
       {"איתן", "eitan"},
       {"תמר", "tamar"},
       {"יוסף", "yosef"},
       {"שירה", "shira"},
       {"דוד", "david"}}},
     {{{"כהן", "cohen"},
       {"לוי", "levi"},
       {"בן־דוד", "bendavid"},
       {"פרץ", "peretz"},
       {"מזרחי", "mizrahi"},
       {"גולן", "golan"}}}},
    {"+201000000###",
     "example.com.eg",
     false,
     " ",
     {{{"فاطمة", "fatima"},
       {"عمر", "omar"},
       {"ليلى", "layla"},
       {"يوسف", "youssef"},
       {"مريم", "mariam"},
       {"أحمد", "ahmed"}}},
     {{{"حسن", "hassan"},
       {"الشريف", "elsherif"},
       {"منصور", "mansour"},
       {"عبد الرحمن", "abdelrahman"},
       {"فرج", "farag"},
       {"سليم", "selim"}}}},
    {"+919000000###",
     "example.in",
     false,
     " ",
     {{{"आरव", "aarav"},
       {"दीपिका", "deepika"},
       {"Rohan", "rohan"},
       {"सीता", "sita"},
       {"Ananya", "ananya"},
       {"विक्रम", "vikram"}}},
     {{{"शर्मा", "sharma"},
       {"Iyer", "iyer"},
       {"सिंह", "singh"},
       {"Chatterjee", "chatterjee"},
       {"पटेल", "patel"},
       {"गुप्ता", "gupta"}}}},
    {"+66800000###",
     "example.co.th",
     false,
     " ",
     {{{"สมชาย", "somchai"},
       {"มาลี", "malee"},
       {"กานดา", "kanda"},
       {"อนันต์", "anan"},
       {"ดาว", "dao"},
       {"พิมพ์", "pim"}}},
     {{{"ใจดี", "jaidee"},
       {"ศรีสุข", "srisuk"},
       {"ทองคำ", "thongkham"},
       {"บุญมี", "boonmee"},
       {"แสงจันทร์", "saengchan"},
       {"วงศ์ไทย", "wongthai"}}}},
    {"+8613000000###",
     "example.cn",
     true,
     "",
     {{{"伟", "wei"},
       {"秀英", "xiuying"},
       {"小龙", "xiaolong"},
       {"丽", "li"},
       {"国强", "guoqiang"},
       {"梦瑶", "mengyao"}}},
     {{{"王", "wang"},
       {"李", "li"},
       {"张", "zhang"},
       {"欧阳", "ouyang"},
       {"刘", "liu"},
       {"陈", "chen"}}}},
    {"+819000000###",
     "example.jp",
     true,
     " ",
     {{{"さくら", "sakura"},
       {"健太", "kenta"},
       {"ハルカ", "haruka"},
       {"翔", "sho"},
       {"美咲", "misaki"},
       {"大輔", "daisuke"}}},
     {{{"佐藤", "sato"},
       {"鈴木", "suzuki"},
       {"渡辺", "watanabe"},
       {"高橋", "takahashi"},
       {"小林", "kobayashi"},
       {"東", "higashi"}}}},
    {"+821000000###",
     "example.kr",
     true,
     "",
     {{{"민준", "minjun"},
       {"서연", "seoyeon"},
       {"지훈", "jihun"},
       {"하은", "haeun"},
       {"도윤", "doyun"},
       {"수아", "sua"}}},
     {{{"김", "kim"},
       {"이", "lee"},
       {"박", "park"},
       {"최", "choi"},
       {"남궁", "namgung"},
       {"정", "jung"}}}},
    {"+995500000###",
     "example.ge",
     false,
     " ",
     {{{"ნინო", "nino"},
       {"გიორგი", "giorgi"},
       {"თამარ", "tamar"},
       {"ლევან", "levan"},
       {"ქეთევან", "ketevan"},
       {"დავით", "davit"}}},
     {{{"ბერიძე", "beridze"},
       {"კაპანაძე", "kapanadze"},
       {"გელაშვილი", "gelashvili"},
       {"მაისურაძე", "maisuradze"},
       {"ლომიძე", "lomidze"},
       {"წიკლაური", "tsiklauri"}}}},
    {"+251910000###",
     "example.et",
     false,
     " ",
     {{{"ሰላም", "selam"},
       {"አበበ", "abebe"},
       {"ሀና", "hana"},
       {"ዳዊት", "dawit"},
       {"ትርሐስ", "tirhas"},
       {"ዮናስ", "yonas"}}},
     {{{"ተስፋዬ", "tesfaye"},
       {"በቀለ", "bekele"},
       {"ገብረ", "gebre"},
       {"ወልደ", "wolde"},
       {"ከበደ", "kebede"},
       {"ኃይሌ", "haile"}}}},
}};

inline constexpr auto sample_companies =
    std::to_array<std::string_view>({"Acme Co",
                                     "ACME Industrial",
                                     "Groß & Söhne GmbH",
                                     "Ünal Lojistik A.Ş.",
                                     "Éclat Frères",
                                     "北京星河科技",
                                     "さくら商事",
                                     "한빛소프트",
                                     "Σίγμα ΑΕ",
                                     "Зоря і Ко",
                                     "شركة النيل",
                                     "חברת אור",
                                     "आकाश उद्योग",
                                     "บริษัท ดาวเหนือ",
                                     "Nordlicht AS",
                                     "100% Cotton_Works",
                                     "Smith, Jones & \"Partners\"",
                                     "O’Leary\\Sons",
                                     "Łąka Sp. z o.o.",
                                     "მზე ჯგუფი",
                                     "Globex",
                                     "Initech",
                                     "Umbrella Tea House",
                                     "ሰላም ቡና"});
inline constexpr auto sample_sources =
    std::to_array<std::string_view>({"website", "referral", "trade show", "Cold call", "newsletter",
                                     "Empfehlung", "ウェブサイト", "partner: Globex"});
inline constexpr auto sample_notes = std::to_array<std::string_view>(
    {"Asked for a quote.", "Prefers email.", "Rückruf nach 15 Uhr", "Line one\nline two",
     "Said \"maybe next quarter\"", "见面后再联系", "\t tabs and \\ backslashes",
     "Décision en juin"});

inline constexpr std::int64_t millisecond_of_day = 86'400'000;

[[nodiscard]] inline leadcore::timestamp at_milliseconds(std::int64_t milliseconds) {
  return leadcore::timestamp::from_milliseconds(milliseconds).value_or(leadcore::timestamp::max());
}

/// An id such as 65f1a000a000a00000000007.
[[nodiscard]] inline std::string sample_id(std::string_view kind, std::uint64_t number) {
  std::string id(kind);
  id += "a000a000a000";
  for (unsigned shift = 32; shift > 0; shift -= 4) {
    id += "0123456789abcdef"[number >> (shift - 4) & 15U];
  }
  return id;
}

[[nodiscard]] inline std::string fill_phone(std::string_view pattern, random_numbers& random) {
  std::string phone(pattern);
  for (char& c : phone) {
    if (c == '#') {
      c = static_cast<char>('0' + static_cast<int>(random.below(10)));
    }
  }
  return phone;
}

} // namespace detail

/// The lead of the documented example answer.
[[nodiscard]] inline leadcore::lead documented_lead() {
  leadcore::lead lead;
  lead.id = "65f0a000a000a000a000a001";
  lead.name = "Acme Co - Jane Doe";
  lead.phones = {"+14155550101"};
  lead.emails = {"jane@acme.com"};
  lead.primary_phone = "+14155550101";
  lead.primary_email = "jane@acme.com";
  lead.contact_id = "65f0a000a000a000a000a002";
  lead.company = "Acme Co";
  lead.source = "website";
  lead.status = leadcore::lead_status::qualified;
  lead.next_call_at = leadcore::parse_timestamp("2026-05-02T10:30:00.000Z").value();
  lead.created_at = leadcore::parse_timestamp("2026-04-21T09:00:00.000Z").value();
  lead.updated_at = leadcore::parse_timestamp("2026-04-28T16:14:00.000Z").value();
  lead.assigned_to_id = "65e0a000a000a000a000a000";
  return lead;
}

/// Generated leads. The first one is that of the documentation and comes first in every answer that
/// has it.
[[nodiscard]] inline std::vector<leadcore::lead> sample_leads(std::size_t count, std::uint64_t seed,
                                                              std::string_view members = "65e0") {
  using leadcore::lead_status;
  random_numbers random(seed);
  const std::int64_t today =
      leadcore::parse_timestamp("2026-05-01T00:00:00Z").value().milliseconds_since_epoch();
  const std::int64_t first_call =
      leadcore::parse_timestamp("2026-05-02T11:00:00Z").value().milliseconds_since_epoch();
  std::vector<leadcore::lead> leads;
  leads.reserve(count);
  if (count > 0) {
    leads.push_back(documented_lead());
  }
  for (std::uint64_t i = 1; i < count; ++i) {
    const auto& country = random.pick(detail::sample_countries);
    const auto& given = random.pick(country.given);
    const auto& family = random.pick(country.family);
    leadcore::lead lead;
    lead.id = detail::sample_id("65f1", i);
    lead.contact_id = detail::sample_id("65f2", i);
    lead.name = (country.family_first ? family : given).written;
    lead.name += country.between;
    lead.name += (country.family_first ? given : family).written;
    if (random.chance(75)) {
      lead.company = random.pick(detail::sample_companies);
    }
    if (lead.company && random.chance(20)) {
      lead.name = *lead.company + " - " + lead.name;
    }
    for (std::uint64_t phones = random.chance(12) ? 0 : 1 + random.below(2) * random.below(2);
         phones > 0; --phones) {
      if (std::string phone = detail::fill_phone(country.phone, random);
          lead.phones.empty() || lead.phones[0] != phone) {
        lead.phones.push_back(std::move(phone));
      }
    }
    if (!random.chance(12)) {
      lead.emails.push_back(std::string(given.ascii) + "." + std::string(family.ascii) + "@" +
                            std::string(country.domain));
      if (random.chance(15)) {
        lead.emails.push_back("sales+" + std::to_string(i) + "@" + std::string(country.domain));
      }
    }
    if (!lead.phones.empty()) {
      lead.primary_phone = lead.phones.front();
    }
    if (!lead.emails.empty()) {
      lead.primary_email = lead.emails.front();
    }
    if (random.chance(70)) {
      lead.source = random.pick(detail::sample_sources);
    }
    constexpr std::array statuses{lead_status::not_contacted, lead_status::not_contacted,
                                  lead_status::contacted,     lead_status::contacted,
                                  lead_status::qualified,     lead_status::converted,
                                  lead_status::lost};
    lead.status = random.pick(statuses);
    if (random.chance(30)) {
      lead.notes = random.pick(detail::sample_notes);
    }
    // Half hours of 40 days, so that many leads are due at the same time; creation days are shared
    // too.
    if (random.chance(
            lead.status == lead_status::converted || lead.status == lead_status::lost ? 10 : 65)) {
      lead.next_call_at = detail::at_milliseconds(
          first_call + static_cast<std::int64_t>(random.below(40 * 48)) * 1'800'000);
    }
    const auto days = static_cast<std::int64_t>(random.below(400));
    const auto in_day =
        random.chance(30) ? 0 : static_cast<std::int64_t>(random.below(detail::millisecond_of_day));
    const std::int64_t created = today - days * detail::millisecond_of_day - in_day;
    lead.created_at = detail::at_milliseconds(created);
    lead.updated_at = detail::at_milliseconds(
        created + (random.chance(25)
                       ? 0
                       : static_cast<std::int64_t>(random.below(30)) * detail::millisecond_of_day));
    if (random.chance(70)) {
      lead.assigned_to_id = std::string(members) + "a000a000a000a000a00";
      *lead.assigned_to_id += std::to_string(random.below(5));
    }
    if (lead.status == lead_status::converted && random.chance(80)) {
      lead.client_id = detail::sample_id("65d0", random.below(300));
    }
    leads.push_back(std::move(lead));
  }
  return leads;
}

/// The leads of an organisation of the sample. Only the first has the documented lead.
/// @param count  the number of leads of the first organisation
[[nodiscard]] inline std::vector<leadcore::lead>
sample_leads(const sample_organisation& of, std::size_t count, std::uint64_t seed) {
  if (of.id == sample_organisations.front().id) {
    return sample_leads(count, seed);
  }
  auto leads = sample_leads(count / of.one_in + 1, seed + of.one_in, of.members[0].id.substr(0, 4));
  leads.erase(leads.begin());
  return leads;
}

} // namespace demo

#endif
