// SPDX-License-Identifier: BSL-1.0
#include "text/text.hpp"

int main(int argc, char** argv) {
  leadcore::bench::suite all("text");
  leadcore::bench::add_phones(all);
  leadcore::bench::add_folding(all);
  leadcore::bench::add_searching(all);
  leadcore::bench::add_times(all);
  leadcore::bench::add_emails(all);
  return all.run(argc, argv);
}
