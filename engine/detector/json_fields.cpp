#include "engine/detector/json_fields.h"

#include <utility>

namespace dissonance {

namespace {

constexpr int kDeepest = 32; ///< our own documents nest five deep

bool nestsTooDeep(std::string_view text)
{
    int depth = 0;
    bool inString = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inString) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                inString = false;
        } else if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            if (++depth > kDeepest)
                return true;
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return false;
}

} // namespace

Result<nlohmann::json> parseUntrustedJson(std::string_view text, std::string_view what)
{
    if (nestsTooDeep(text))
        return Error{ErrorCode::ModelMalformed,
                     "The " + std::string(what) + " nests deeper than " + std::to_string(kDeepest)
                         + " levels."};
    auto parsed = nlohmann::json::parse(text.begin(), text.end(), nullptr,
                                        /*allow_exceptions=*/false);
    if (parsed.is_discarded())
        return Error{ErrorCode::ModelMalformed, "The " + std::string(what) + " is not JSON."};
    return parsed;
}

JsonFields::JsonFields(const nlohmann::json& object, std::string where)
    : m_object(&object)
    , m_where(std::move(where))
{
    if (!object.is_object())
        m_error = Error{ErrorCode::ModelMalformed,
                        (m_where.empty() ? "The document" : m_where) + " is not an object."};
}

const nlohmann::json* JsonFields::find(const char* name)
{
    if (m_error)
        return nullptr;
    const auto found = m_object->find(name);
    if (found == m_object->end()) {
        fail(name, "present; it is missing");
        return nullptr;
    }
    return &*found;
}

const nlohmann::json* JsonFields::findObject(const char* name)
{
    const auto* field = find(name);
    if (field && !field->is_object()) {
        fail(name, "an object");
        return nullptr;
    }
    return field;
}

const nlohmann::json* JsonFields::findArray(const char* name)
{
    const auto* field = find(name);
    if (field && !field->is_array()) {
        fail(name, "an array");
        return nullptr;
    }
    return field;
}

void JsonFields::read(const char* name, bool& value)
{
    const auto* field = find(name);
    if (!field)
        return;
    if (field->is_boolean())
        value = field->get<bool>();
    else
        fail(name, "true or false");
}

void JsonFields::read(const char* name, double& value)
{
    const auto* field = find(name);
    if (!field)
        return;
    if (field->is_number() && std::isfinite(field->get<double>()))
        value = field->get<double>();
    else
        fail(name, "a number");
}

void JsonFields::readOrNan(const char* name, double& value)
{
    const auto* field = find(name);
    if (!field)
        return;
    if (field->is_null())
        value = std::numeric_limits<double>::quiet_NaN();
    else
        read(name, value);
}

void JsonFields::read(const char* name, std::string& value)
{
    const auto* field = find(name);
    if (!field)
        return;
    if (field->is_string())
        value = field->get<std::string>();
    else
        fail(name, "text");
}

void JsonFields::read(const char* name, std::vector<std::string>& value)
{
    const auto* field = findArray(name);
    if (!field)
        return;
    value.clear();
    for (const auto& item : *field) {
        if (!item.is_string()) {
            fail(name, "an array of texts");
            return;
        }
        value.push_back(item.get<std::string>());
    }
}

void JsonFields::fail(const char* name, const std::string& expected)
{
    if (m_error)
        return;
    const auto path = m_where.empty() ? std::string(name) : m_where + "." + name;
    m_error = Error{ErrorCode::ModelMalformed, "Field " + path + " must be " + expected + "."};
}

Status JsonFields::status() const
{
    if (m_error)
        return *m_error;
    return Done{};
}

nlohmann::json numberOrNull(double value)
{
    if (!std::isfinite(value))
        return nullptr;
    return value;
}

} // namespace dissonance
