#include "engine/detector/quoted_list.h"

#include <algorithm>
#include <cstddef>

namespace dissonance {

namespace {

constexpr std::size_t kNamed = 5;

} // namespace

std::string quotedList(const std::vector<std::string>& names)
{
    std::string list;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0)
            list += i + 1 == names.size() ? " and " : ", ";
        list += "\"" + names[i] + "\"";
    }
    return list;
}

std::string fewQuoted(const std::vector<std::string>& names)
{
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), kNamed); ++i)
        text += (i > 0 ? ", " : "") + ("\"" + names[i] + "\"");
    if (names.size() > kNamed)
        text += " and " + std::to_string(names.size() - kNamed) + " more";
    return text;
}

} // namespace dissonance
