// Any bytes as a model file: no crash, no more memory than the file has, and what was read is
// written and read again the same.
#include "engine/detector/model_file.h"
#include "tests/fuzz/memory_file.h"

using namespace dissonance;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const MemoryFile file(data, size);
    const auto model = readModelFile(file.path());
    if (!model) {
        require(!model.error().detail.empty());
        return 0;
    }
    std::size_t values = 0;
    for (const auto& tensor : model->tensors)
        values += tensor.values.size();
    require(values * sizeof(float) <= size);
    const auto bytes = modelFileBytes(*model);
    const MemoryFile written(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    const auto again = readModelFile(written.path());
    require(bool(again));
    require(modelFileBytes(*again) == bytes);
    return 0;
}
