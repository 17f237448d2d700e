#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dissonance {

/// Numbers the different texts of a column in the order in which they come.
class TextCodes
{
public:
    std::uint32_t codeOf(std::string_view text)
    {
        // States are held for many rows.
        if (!m_texts.empty() && *m_texts[m_last] == text) {
            ++m_counts[m_last];
            return m_last;
        }
        auto found = m_codes.find(text);
        if (found == m_codes.end()) {
            found = m_codes.emplace(std::string(text), std::uint32_t(m_texts.size())).first;
            m_texts.push_back(&found->first);
            m_counts.push_back(0);
        }
        m_last = found->second;
        ++m_counts[m_last];
        return m_last;
    }

    std::size_t size() const { return m_texts.size(); }
    const std::string& text(std::size_t code) const { return *m_texts[code]; }
    std::uint64_t count(std::size_t code) const { return m_counts[code]; }

private:
    struct Hash
    {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const
        {
            return std::hash<std::string_view>{}(text);
        }
    };
    std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> m_codes;
    std::vector<const std::string*> m_texts; // the map's keys, which stay where they are
    std::vector<std::uint64_t> m_counts;
    std::uint32_t m_last = 0;
};

} // namespace dissonance
