#pragma once

class QString;

namespace dissonance {

class Session;

/// With a detector, but without scores of the current recording: why there are none, and what to
/// do about it.
QString missingScoresText(const Session& session);

} // namespace dissonance
