#pragma once

#include "tests/support/processes.h"
#include "tests/support/small_detector.h"
#include "tests/support/temp_folder.h"

#include <memory>
#include <string>

namespace dissonance::testing {

/// A small model with a network, trained on `recording` and saved as "model" in a folder of its
/// own.
struct SavedModel
{
    TempFolder folder;
    std::shared_ptr<const Recording> recording =
        recordingOf(nonlinearProcess(1200, 1), "normal.csv");
    std::shared_ptr<const Detector> detector;
    std::string bytes; ///< of its file

    /// Errors: what training or saving says.
    Status make()
    {
        auto config = smallConfig(Preset::Default, 1, 10);
        config.network.modelWidth = 8;
        auto trained = trainOn(recording, config);
        if (!trained)
            return trained.error();
        detector = *trained;
        auto saved = detector->save(folder.path("model"));
        bytes = bytesOf(folder.path("model"));
        return saved;
    }
};

} // namespace dissonance::testing
