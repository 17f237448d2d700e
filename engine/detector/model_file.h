#pragma once

#include "engine/base/result.h"
#include "engine/detector/named_tensor.h"

#include <filesystem>
#include <string>
#include <vector>

namespace dissonance {

/// What a model file holds: a JSON document and float32 tensors, in the safetensors layout
/// (8 bytes little-endian header size, JSON header, data). The document stands as a string in
/// the header's `__metadata__`, under the key `dissonance`, so that any safetensors reader
/// opens the file.
struct ModelFile
{
    std::string document; ///< JSON text
    std::vector<NamedTensor> tensors;
};

/// Reads a model file. Every size is checked against the file's before anything is allocated.
///
/// Errors: FileNotFound, FileUnreadable, FileIsDirectory, FileEmpty; ModelMalformed saying
/// what is wrong and where (not safetensors, truncated, overlapping or surplus data, another
/// type than F32, no `dissonance` document).
Result<ModelFile> readModelFile(const std::filesystem::path& file);

/// Whether the bytes can be read back. Errors: FileUnwritable when the header, which names
/// channels, texts and sources, is larger than readModelFile() allows.
Status checkHeaderSize(const std::string& bytes);

/// The bytes of a model file, deterministic.
std::string modelFileBytes(const ModelFile& model);

} // namespace dissonance
