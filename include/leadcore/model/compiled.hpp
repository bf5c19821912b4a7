// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_MODEL_COMPILED_HPP
#define LEADCORE_MODEL_COMPILED_HPP

// Validation of leads, compiled in a library. Link leadcore::compiled.

#include <leadcore/model/lead.hpp>
#include <leadcore/model/validate.hpp>
#include <leadcore/version.hpp>

namespace leadcore::inline LEADCORE_ABI {

extern template lead_errors validate(const lead&, email_profile);
extern template result<lead, lead_errors> make_lead<lead>(lead, email_profile);
extern template result<lead, lead_errors> normalise_lead<lead>(lead, const contact_options&);

} // namespace leadcore::inline LEADCORE_ABI

#endif
