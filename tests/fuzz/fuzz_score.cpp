// Any bytes as a score file: no crash, and what was read is written and read again the same.
#include "engine/io/score_csv.h"
#include "tests/fuzz/memory_file.h"

using namespace dissonance;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const MemoryFile file(data, size);
    const auto track = readScoreCsv(file.path());
    if (!track) {
        require(!track.error().detail.empty());
        return 0;
    }
    require(track->samples.size() == track->clock->size());
    require(track->flagged.size() == track->samples.size());
    const auto text = scoreCsv(*track);
    const MemoryFile written(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    const auto again = readScoreCsv(written.path());
    require(bool(again));
    require(scoreCsv(*again) == text);
    return 0;
}
