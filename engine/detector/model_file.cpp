#include "engine/detector/model_file.h"

#include "engine/detector/json_fields.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <system_error>
#include <utility>

namespace dissonance {

namespace {

static_assert(std::endian::native == std::endian::little,
              "safetensors is little-endian and is written as it stands in memory");

constexpr std::uint64_t kLengthBytes = 8;
constexpr std::uint64_t kMostHeader = 16U << 20U;
constexpr const char* kMetadata = "__metadata__";
constexpr const char* kDocument = "dissonance";

Error malformed(std::string detail)
{
    return {ErrorCode::ModelMalformed, std::move(detail)};
}

/// Where a tensor's bytes lie behind the header.
struct Extent
{
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

/// One entry of the header, not yet read.
struct Entry
{
    NamedTensor tensor; ///< values still empty
    Extent extent;
};

Result<std::uint64_t> elementCount(const std::vector<std::int64_t>& shape, const std::string& name)
{
    std::uint64_t count = 1;
    for (const auto size : shape) {
        if (size < 0)
            return malformed("Tensor \"" + name + "\" has a negative size.");
        const auto wide = std::uint64_t(size);
        if (wide != 0 && count > std::numeric_limits<std::uint64_t>::max() / 8 / wide)
            return malformed("Tensor \"" + name + "\" is larger than any file.");
        count *= wide;
    }
    return count;
}

Result<Entry> readEntry(const std::string& name, const nlohmann::json& json,
                        std::uint64_t dataBytes)
{
    Entry entry;
    entry.tensor.name = name;
    std::string type;
    std::vector<std::uint64_t> offsets;
    JsonFields fields(json, "of tensor \"" + name + "\"");
    fields.read("dtype", type);
    fields.read("shape", entry.tensor.shape);
    fields.read("data_offsets", offsets);
    if (auto status = fields.status(); !status)
        return status.error();
    if (type != "F32")
        return malformed("Tensor \"" + name + "\" is of type " + type.substr(0, 16)
                         + "; only F32 is used.");
    if (offsets.size() != 2 || offsets[0] > offsets[1] || offsets[1] > dataBytes)
        return malformed("Tensor \"" + name + "\" lies outside the file: it is truncated.");
    const auto count = elementCount(entry.tensor.shape, name);
    if (!count)
        return count.error();
    entry.extent = {offsets[0], offsets[1]};
    if (*count * sizeof(float) != entry.extent.end - entry.extent.begin)
        return malformed("Tensor \"" + name + "\" has another size than its shape says.");
    return entry;
}

/// Tensors must follow each other without hole or overlap and fill the data.
Status checkLayout(std::vector<Entry>& entries, std::uint64_t dataBytes)
{
    std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return std::pair(a.extent.begin, a.extent.end) < std::pair(b.extent.begin, b.extent.end);
    });
    std::uint64_t at = 0;
    for (const auto& entry : entries) {
        if (entry.extent.begin != at)
            return malformed("Tensor \"" + entry.tensor.name
                             + (entry.extent.begin < at ? "\" overlaps another."
                                                        : "\" leaves a hole before it."));
        at = entry.extent.end;
    }
    if (at != dataBytes)
        return malformed("There are " + std::to_string(dataBytes - at)
                         + " bytes behind the last tensor.");
    return Done{};
}

Result<std::string> readDocument(const nlohmann::json& header)
{
    const auto metadata = header.find(kMetadata);
    if (metadata == header.end() || !metadata->is_object())
        return malformed("It is a safetensors file, but not a model of Dissonance.");
    const auto document = metadata->find(kDocument);
    if (document == metadata->end() || !document->is_string())
        return malformed("It is a safetensors file, but not a model of Dissonance.");
    return document->get<std::string>();
}

Result<std::vector<Entry>> readEntries(const nlohmann::json& header, std::uint64_t dataBytes)
{
    std::vector<Entry> entries;
    for (const auto& [name, json] : header.items()) {
        if (name == kMetadata)
            continue;
        auto entry = readEntry(name, json, dataBytes);
        if (!entry)
            return entry.error();
        entries.push_back(std::move(*entry));
    }
    if (auto status = checkLayout(entries, dataBytes); !status)
        return status.error();
    return entries;
}

Result<std::ifstream> openModel(const std::filesystem::path& file, std::uint64_t& size)
{
    std::error_code failed;
    const auto status = std::filesystem::status(file, failed);
    if (status.type() == std::filesystem::file_type::not_found)
        return Error{ErrorCode::FileNotFound, "There is no file " + file.string() + "."};
    if (std::filesystem::is_directory(status))
        return Error{ErrorCode::FileIsDirectory, file.string() + " is a directory."};
    // Asked before it is opened: opening a pipe waits for whoever writes into it.
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
        return Error{ErrorCode::FileUnreadable, file.string() + " is no regular file."};
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        return Error{ErrorCode::FileUnreadable, file.string() + " cannot be read."};
    size = std::filesystem::file_size(file, failed);
    if (failed)
        return Error{ErrorCode::FileUnreadable,
                     file.string() + " cannot be read: " + failed.message() + "."};
    if (size == 0)
        return Error{ErrorCode::FileEmpty, file.string() + " is empty."};
    return stream;
}

Result<nlohmann::json> readHeader(std::ifstream& stream, std::uint64_t fileBytes,
                                  std::uint64_t& headerBytes)
{
    if (fileBytes < kLengthBytes + 2)
        return malformed("It is too small for a model file.");
    stream.read(reinterpret_cast<char*>(&headerBytes), kLengthBytes);
    if (!stream || headerBytes > fileBytes - kLengthBytes || headerBytes > kMostHeader)
        return malformed("It is not a model file, or truncated: its header would take "
                         + std::to_string(headerBytes) + " bytes.");
    std::string text(headerBytes, '\0');
    stream.read(text.data(), std::streamsize(headerBytes));
    if (!stream)
        return malformed("It shrank while it was read.");
    auto header = parseUntrustedJson(text, "header");
    if (header && !header->is_object())
        return malformed("The header is not a JSON object.");
    return header;
}

Status readValues(std::ifstream& stream, std::vector<Entry>& entries)
{
    for (auto& [tensor, extent] : entries) {
        tensor.values.resize((extent.end - extent.begin) / sizeof(float));
        stream.read(reinterpret_cast<char*>(tensor.values.data()),
                    std::streamsize(extent.end - extent.begin));
        if (!stream)
            return malformed("It shrank while it was read.");
        if (!std::all_of(tensor.values.begin(), tensor.values.end(),
                         [](float value) { return std::isfinite(value); }))
            return malformed("Tensor \"" + tensor.name
                             + "\" holds a value that is not a finite number.");
    }
    return Done{};
}

Result<ModelFile> readModel(std::ifstream& stream, std::uint64_t fileBytes)
{
    std::uint64_t headerBytes = 0;
    const auto header = readHeader(stream, fileBytes, headerBytes);
    if (!header)
        return header.error();
    auto document = readDocument(*header);
    if (!document)
        return document.error();
    auto entries = readEntries(*header, fileBytes - kLengthBytes - headerBytes);
    if (!entries)
        return entries.error();
    if (auto status = readValues(stream, *entries); !status)
        return status.error();

    ModelFile model{std::move(*document), {}};
    for (auto& entry : *entries)
        model.tensors.push_back(std::move(entry.tensor));
    return model;
}

} // namespace

Result<ModelFile> readModelFile(const std::filesystem::path& file)
{
    std::uint64_t size = 0;
    auto stream = openModel(file, size);
    if (!stream)
        return stream.error();
    auto model = readModel(*stream, size);
    if (!model && model.error().code == ErrorCode::ModelMalformed)
        return malformed(file.string() + " is no usable model file. " + model.error().detail);
    return model;
}

Status checkHeaderSize(const std::string& bytes)
{
    std::uint64_t headerBytes = 0;
    std::memcpy(&headerBytes, bytes.data(), kLengthBytes);
    if (headerBytes <= kMostHeader)
        return Done{};
    return Error{
        ErrorCode::FileUnwritable,
        "The model's description takes " + std::to_string(headerBytes >> 20U)
            + " MiB, and a model file has room for " + std::to_string(kMostHeader >> 20U)
            + ". Leave out text channels with very many texts, or learn from fewer spans."};
}

std::string modelFileBytes(const ModelFile& model)
{
    // nlohmann::json sorts keys, so the same model always gives the same bytes.
    nlohmann::json header = {{kMetadata, {{kDocument, model.document}}}};
    std::uint64_t at = 0;
    for (const auto& tensor : model.tensors) {
        const auto end = at + tensor.values.size() * sizeof(float);
        header[tensor.name] = {
            {"dtype", "F32"}, {"shape", tensor.shape}, {"data_offsets", {at, end}}};
        at = end;
    }
    auto text = header.dump();
    text.append((kLengthBytes - text.size() % kLengthBytes) % kLengthBytes, ' ');

    const std::uint64_t headerBytes = text.size();
    std::string bytes;
    bytes.reserve(kLengthBytes + text.size() + at);
    bytes.append(reinterpret_cast<const char*>(&headerBytes), kLengthBytes);
    bytes += text;
    for (const auto& tensor : model.tensors)
        bytes.append(reinterpret_cast<const char*>(tensor.values.data()),
                     tensor.values.size() * sizeof(float));
    return bytes;
}

} // namespace dissonance
