#include "engine/io/file_format.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string>

namespace dissonance {

namespace {

using namespace std::string_view_literals;

struct Magic
{
    std::size_t offset;
    std::string_view bytes;
    std::string_view format;
};

constexpr std::array kMagics{
    Magic{0, "ULog\x01\x12\x35"sv, "a PX4 flight log (ULog)"sv},
    Magic{0, "\x89HDF\r\n\x1a\n"sv, "HDF5"sv},
    Magic{512, "\x89HDF\r\n\x1a\n"sv, "a MATLAB file (7.3, HDF5)"sv},
    Magic{0, "MATLAB 5.0 MAT-file"sv, "a MATLAB file (MAT 5)"sv},
    Magic{0, "PAR1"sv, "Parquet"sv},
    Magic{0, "\x89MCAP0\r\n"sv, "MCAP"sv},
    Magic{0, "#ROSBAG V"sv, "a ROS 1 bag"sv},
    Magic{0, "SQLite format 3\0"sv, "an SQLite database"sv},
    Magic{0, "MDF     "sv, "ASAM MDF"sv},
    Magic{0, "TDSm"sv, "NI TDMS"sv},
    Magic{0, "ARROW1"sv, "Arrow"sv},
    Magic{0, "FEA1"sv, "Feather"sv},
    Magic{0, "\x93NUMPY"sv, "NumPy"sv},
    Magic{0, "CDF\x01"sv, "NetCDF"sv},
    Magic{0, "CDF\x02"sv, "NetCDF"sv},
    Magic{0, "\xA3\x95\x80"sv, "an ArduPilot DataFlash log"sv},
    Magic{0, "\x1F\x8B"sv, "gzip-compressed"sv},
    Magic{0, "\x28\xB5\x2F\xFD"sv, "Zstandard-compressed"sv},
    Magic{0, "\x04\x22\x4D\x18"sv, "LZ4-compressed"sv},
    Magic{0, "BZh"sv, "bzip2-compressed"sv},
    Magic{0, "\xFD\x37zXZ\0"sv, "xz-compressed"sv},
    Magic{0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "an old Excel workbook (.xls)"sv},
    Magic{0, "%PDF-"sv, "PDF"sv},
    Magic{0, "\x89PNG\r\n\x1a\n"sv, "a PNG picture"sv},
    Magic{0, "\xFF\xFE"sv, "UTF-16 text; save it as UTF-8"sv},
    Magic{0, "\xFE\xFF"sv, "UTF-16 text; save it as UTF-8"sv},
};

bool isControl(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f')
        || byte == 0x7F;
}

bool isText(std::string_view head)
{
    const auto controls = std::count_if(head.begin(), head.end(), isControl);
    return head.find('\0') == head.npos && std::size_t(controls) * 50 <= head.size();
}

/// Whether a head begins like a format but is lines of text: "PAR1" may name a column.
bool isTextAfterAll(const Magic& magic, std::string_view head)
{
    return std::none_of(magic.bytes.begin(), magic.bytes.end(),
                        [](char c) { return isControl(c) || (c & 0x80) != 0; })
        && magic.bytes != "%PDF-" && isText(head) && head.find_first_of("\r\n") != head.npos;
}

/// MAT 4 has no magic number, but a header of five small integers and a name.
bool isMat4(std::string_view head)
{
    std::array<std::int32_t, 5> header{}; // type, rows, columns, imaginary, name length
    if (head.size() < sizeof(header) + 2)
        return false;
    std::memcpy(header.data(), head.data(), sizeof(header));
    const auto [type, rows, columns, imaginary, nameLength] = header;
    if (type < 0 || type > 52 || type % 10 > 2 || rows < 1 || columns < 1)
        return false;
    if (imaginary < 0 || imaginary > 1 || nameLength < 2 || nameLength > 64)
        return false;
    const auto name = head.substr(sizeof(header), std::size_t(nameLength));
    const auto isNameByte = [](char c) {
        return c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')
            || (c >= 'a' && c <= 'z');
    };
    return name.size() == std::size_t(nameLength) && name.back() == '\0'
        && std::all_of(name.begin(), name.end() - 1, isNameByte);
}

std::string_view knownFormat(std::string_view head)
{
    for (const auto& magic : kMagics)
        if (head.size() > magic.offset && head.substr(magic.offset).starts_with(magic.bytes)
            && !isTextAfterAll(magic, head))
            return magic.format;
    if (head.starts_with("PK\x03\x04"))
        return head.find("xl/") != head.npos || head.find("[Content_Types].xml") != head.npos
            ? "an Excel workbook (.xlsx); save it as CSV"sv
            : "a ZIP archive"sv;
    if (isMat4(head))
        return "a MATLAB file (MAT 4)";
    const auto first = head.find_first_not_of(" \t\r\n");
    if (first == head.npos)
        return {};
    const auto text = head.substr(first);
    if (text.starts_with("<?xml") || text.starts_with("<!DOCTYPE") || text.starts_with("<html"))
        return "XML or HTML";
    if (text.starts_with("{\"") || text.starts_with("[{") || text.starts_with("{\n"))
        return "JSON";
    return {};
}

} // namespace

Status checkIsText(const std::filesystem::path& path, std::string_view head)
{
    if (const auto format = knownFormat(head); !format.empty())
        return Error{ErrorCode::UnsupportedFormat,
                     path.string() + " is " + std::string(format)
                         + ". This version reads CSV text."};
    if (!isText(head))
        return Error{ErrorCode::FileBinary,
                     path.string() + " holds binary data, not a table of text."};
    return Done{};
}

} // namespace dissonance
