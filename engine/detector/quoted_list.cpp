#include "engine/detector/quoted_list.h"

#include <cstddef>

namespace dissonance {

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

} // namespace dissonance
