#include "engine/io/text_codes.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <limits>

namespace dissonance {

std::uint32_t TextCodes::codeOf(std::string_view text)
{
    // States are held for many rows.
    if (m_entries.empty() || this->text(m_last) != text) {
        if (m_entries.size() * 2 >= m_slots.size())
            grow();
        auto& slot = m_slots[slotOf(text)];
        if (slot == 0) {
            m_entries.push_back({keep(text), std::uint32_t(text.size()), 0});
            slot = std::uint32_t(m_entries.size());
        }
        m_last = slot - 1;
    }
    auto& count = m_entries[m_last].count;
    count += count < std::numeric_limits<std::uint32_t>::max() ? 1 : 0;
    return m_last;
}

/// The slot of a text, or the free one where it belongs.
std::size_t TextCodes::slotOf(std::string_view text) const
{
    const auto mask = m_slots.size() - 1;
    auto slot = std::hash<std::string_view>{}(text)&mask;
    while (m_slots[slot] != 0 && this->text(m_slots[slot] - 1) != text)
        slot = (slot + 1) & mask;
    return slot;
}

const char* TextCodes::keep(std::string_view text)
{
    if (text.size() > m_freeBytes) {
        constexpr std::size_t kFirst = 256; // many columns have a state or two
        constexpr std::size_t kMost = std::size_t(64) * 1024;
        m_blockBytes = std::clamp(m_blockBytes * 2, kFirst, kMost);
        m_freeBytes = std::max(m_blockBytes, text.size());
        m_free = m_blocks.emplace_back(new char[m_freeBytes]).get();
    }
    char* const kept = m_free;
    std::copy(text.begin(), text.end(), kept);
    m_free += text.size();
    m_freeBytes -= text.size();
    return kept;
}

void TextCodes::grow()
{
    m_slots.assign(std::max<std::size_t>(16, m_slots.size() * 2), 0);
    for (std::size_t code = 0; code < m_entries.size(); ++code)
        m_slots[slotOf(text(code))] = std::uint32_t(code + 1);
}

} // namespace dissonance
