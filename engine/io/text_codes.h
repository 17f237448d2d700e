#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace dissonance {

/// Numbers the different texts of a column in the order in which they come.
///
/// A column may hold another text in every row, so a text takes its bytes and some 40 more.
class TextCodes
{
public:
    /// @param text  below 4 GiB.
    std::uint32_t codeOf(std::string_view text);

    std::size_t size() const { return m_entries.size(); }
    std::string_view text(std::size_t code) const
    {
        return {m_entries[code].begin, m_entries[code].bytes};
    }
    /// Makes one text less of those counted.
    void takeBack(std::size_t code) { m_entries[code].count -= m_entries[code].count > 0 ? 1 : 0; }
    /// How often the text came; 2^32 - 1 stands for more, too.
    std::uint32_t count(std::size_t code) const { return m_entries[code].count; }

private:
    struct Entry
    {
        const char* begin = nullptr;
        std::uint32_t bytes = 0;
        std::uint32_t count = 0;
    };

    struct Slot
    {
        std::uint32_t next = 0; ///< code + 1, 0 where free
        std::uint32_t hash = 0;
    };

    std::size_t slotOf(std::string_view text, std::uint32_t hash) const;
    const char* keep(std::string_view text);
    void grow();

    std::vector<Entry> m_entries;
    std::vector<Slot> m_slots; ///< by hash; as many as a power of two
    std::vector<std::unique_ptr<char[]>> m_blocks; ///< of the texts' bytes
    char* m_free = nullptr; ///< in the last block
    std::size_t m_freeBytes = 0;
    std::size_t m_blockBytes = 0;
    std::uint32_t m_last = 0;
};

} // namespace dissonance
