#include "engine/io/text_codes.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <limits>
#include <utility>

namespace dissonance {

std::uint32_t TextCodes::codeOf(std::string_view text)
{
    // States are held for many rows.
    if (m_entries.empty() || this->text(m_last) != text) {
        if (m_entries.size() * 2 >= m_slots.size())
            grow();
        const auto hash = std::uint32_t(std::hash<std::string_view>{}(text));
        auto& slot = m_slots[slotOf(text, hash)];
        if (slot.next == 0) {
            m_entries.push_back({keep(text), std::uint32_t(text.size()), 0});
            slot = {std::uint32_t(m_entries.size()), hash};
        }
        m_last = slot.next - 1;
    }
    auto& count = m_entries[m_last].count;
    count += count < std::numeric_limits<std::uint32_t>::max() ? 1 : 0;
    return m_last;
}

/// The slot of a text, or the free one where it belongs.
std::size_t TextCodes::slotOf(std::string_view text, std::uint32_t hash) const
{
    const auto mask = m_slots.size() - 1;
    auto at = hash & mask;
    while (m_slots[at].next != 0
           && (m_slots[at].hash != hash || this->text(m_slots[at].next - 1) != text))
        at = (at + 1) & mask;
    return at;
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

/// Reads no text again and writes nearly in order: millions of texts would hold up a stop request.
void TextCodes::grow()
{
    const auto old = std::exchange(
        m_slots, std::vector<Slot>(std::max<std::size_t>(16, m_slots.size() * 2), Slot()));
    const auto mask = m_slots.size() - 1;
    for (const auto& slot : old) {
        if (slot.next == 0)
            continue;
        auto at = slot.hash & mask;
        while (m_slots[at].next != 0)
            at = (at + 1) & mask;
        m_slots[at] = slot;
    }
}

} // namespace dissonance
