// Gives a fuzz target every file of a corpus, whole and cut short, without libFuzzer.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int argc, char** argv)
{
    std::size_t files = 0;
    for (int i = 1; i < argc; ++i)
        for (const auto& entry : std::filesystem::directory_iterator(argv[i])) {
            std::ifstream in(entry.path(), std::ios::binary);
            const std::vector<char> bytes{std::istreambuf_iterator<char>(in), {}};
            std::printf("%s, %zu bytes\n", entry.path().c_str(), bytes.size());
            std::fflush(stdout); // names the input of a crash
            const auto* const data = reinterpret_cast<const std::uint8_t*>(bytes.data());
            for (std::size_t eighth = 0; eighth <= 8; ++eighth)
                LLVMFuzzerTestOneInput(data, bytes.size() * eighth / 8);
            ++files;
        }
    if (files == 0)
        std::fprintf(stderr, "There is no corpus.\n");
    return files > 0 ? 0 : 1;
}
