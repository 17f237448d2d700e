#pragma once

#include "engine/base/result.h"

#include <cmath>
#include <concepts>
#include <cstddef>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dissonance {

/// Parses JSON that is not trusted: nesting is bounded before the parser sees the text.
/// Errors: ModelMalformed, with `what` naming the text.
Result<nlohmann::json> parseUntrustedJson(std::string_view text, std::string_view what);

/// Reads the fields of one JSON object and remembers the first that is missing or of the wrong
/// type: read all, then look at status() once.
class JsonFields
{
public:
    /// @param where  path of the object for error texts, "config.network"; empty for the root.
    JsonFields(const nlohmann::json& object, std::string where);

    void read(const char* name, bool& value);
    void read(const char* name, double& value); ///< finite
    void read(const char* name, std::string& value);
    void read(const char* name, std::vector<std::string>& value);

    template <std::integral T>
    void read(const char* name, T& value)
    {
        if (const auto* field = find(name))
            readInteger(*field, name, value);
    }

    template <std::integral T>
    void read(const char* name, std::vector<T>& value)
    {
        const auto* field = findArray(name);
        if (!field)
            return;
        value.assign(field->size(), T());
        for (std::size_t i = 0; i < field->size(); ++i)
            readInteger((*field)[i], name, value[i]);
    }

    /// A number, or null for NaN.
    void readOrNan(const char* name, double& value);

    /// The object or array called `name`, or null (and an error).
    const nlohmann::json* findObject(const char* name);
    const nlohmann::json* findArray(const char* name);

    /// Whether the field is there: for those that older files lack.
    bool has(const char* name) const { return m_object && m_object->contains(name); }

    void fail(const char* name, const std::string& expected);
    Status status() const;

private:
    const nlohmann::json* find(const char* name);

    template <typename T>
    void readInteger(const nlohmann::json& field, const char* name, T& value)
    {
        // Signed and unsigned numbers are apart in the parser; both must fit T.
        if (field.is_number_unsigned()) {
            const auto wide = field.get<std::uint64_t>();
            if (wide <= std::uint64_t(std::numeric_limits<T>::max())) {
                value = T(wide);
                return;
            }
        } else if (field.is_number_integer() && std::is_signed_v<T>) {
            const auto wide = field.get<std::int64_t>();
            if (wide >= std::int64_t(std::numeric_limits<T>::min())) {
                value = T(wide);
                return;
            }
        }
        fail(name, "a whole number in range");
    }

    const nlohmann::json* m_object = nullptr;
    std::string m_where;
    std::optional<Error> m_error;
};

/// NaN and infinities have no JSON number: they are written as null.
nlohmann::json numberOrNull(double value);

} // namespace dissonance
