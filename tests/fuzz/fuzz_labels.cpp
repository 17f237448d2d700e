// Any bytes as labels: no crash, and spans in order.
#include "engine/io/labels_csv.h"
#include "tests/fuzz/memory_file.h"

using namespace dissonance;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const MemoryFile file(data, size);
    const auto labels = readLabels(file.path());
    if (!labels) {
        require(!labels.error().detail.empty());
        return 0;
    }
    for (std::size_t i = 0; i < labels->size(); ++i) {
        const auto& span = (*labels)[i].span;
        require(span.first >= 0 && span.last > span.first);
        require(i == 0 || (*labels)[i - 1].span.first <= span.first);
    }
    return 0;
}
