#pragma once

#include <cassert>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace dissonance {

/// What went wrong, as the layers above tell it apart. The UI translates the code; `detail`
/// (English) says where and what to do.
enum class ErrorCode
{
    FileNotFound,
    FileUnreadable,
    FileIsDirectory,
    FileEmpty,
    FileBinary, ///< not a text table
    FileChanged, ///< changed or shrank while it was read
    FileMalformed, ///< text, but no table to be found in it
    FileUnwritable,
    UnsupportedFormat,
    InvalidArgument,
    ShapeMismatch,
    NotPositiveDefinite,
    TooShort, ///< fewer samples than a window, or than calibration needs
    ChannelsDiffer, ///< the recording lacks channels of the model
    ModelMalformed,
    ModelTooNew,
    DeviceUnavailable,
    TrainingDiverged,
    Cancelled,
    OutOfMemory,
    Internal, ///< a bug of ours
};

struct Error
{
    ErrorCode code = ErrorCode::Internal;
    std::string detail; ///< English, complete sentence; names the file, line or field
};

/// A value or an Error: the subset of std::expected that the house needs, until every
/// compiler and checker we use has that.
template <typename T>
class [[nodiscard]] Result
{
public:
    using value_type = T;

    // Implicit both ways, so that `return value;` and `return Error{…};` read as they mean.
    Result(T value)
        : m_state(std::in_place_index<0>, std::move(value))
    {
    }
    Result(Error error)
        : m_state(std::in_place_index<1>, std::move(error))
    {
    }

    bool has_value() const { return m_state.index() == 0; } // NOLINT(*-identifier-naming)
    explicit operator bool() const { return has_value(); }

    T& operator*() &
    {
        assert(has_value());
        return *std::get_if<0>(&m_state);
    }
    const T& operator*() const&
    {
        assert(has_value());
        return *std::get_if<0>(&m_state);
    }
    T&& operator*() &&
    {
        assert(has_value());
        return std::move(*std::get_if<0>(&m_state));
    }
    T* operator->() { return &**this; }
    const T* operator->() const { return &**this; }

    const Error& error() const
    {
        assert(!has_value());
        return *std::get_if<1>(&m_state);
    }

private:
    std::variant<T, Error> m_state;
};

/// The value of a call that only succeeds or fails.
struct Done
{
};
using Status = Result<Done>;

} // namespace dissonance
