#pragma once

#include "engine/base/result.h"

#include <QString>

namespace dissonance {

/// What happened, in the user's language and without the particulars: "The file is empty."
QString errorHeadline(ErrorCode code);

/// errorHeadline() and the engine's particulars: where it is and what to do.
QString errorText(const Error& error);

} // namespace dissonance
