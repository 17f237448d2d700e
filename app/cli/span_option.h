#pragma once

#include "engine/recording/recording.h"

#include <CLI/App.hpp>
#include <filesystem>
#include <string>
#include <vector>

namespace dissonance {

/// Adds `--name START:END`, half-open sample numbers of which either may be left out ("20000:").
/// It may be given several times; wrong ones are wrong usage.
CLI::Option* addSpans(CLI::App& command, const std::string& name, std::vector<std::string>& spans,
                      const std::string& help);

/// What is wrong with a text as START:END; empty where nothing is.
std::string spanProblem(const std::string& text);

/// Texts that addSpans() has checked, in a recording with so many samples.
std::vector<SampleSpan> spansWithin(const std::vector<std::string>& spans, std::ptrdiff_t samples);

/// The same where several files are read: START:END is for every one, FILE:START:END for that one.
/// checkSpanFiles() looks at the names, once all options are known.
CLI::Option* addFileSpans(CLI::App& command, const std::string& name,
                          std::vector<std::string>& spans, const std::string& help);

/// Throws CLI::ValidationError where a span names a file that is none of `files`, as typed.
void checkSpanFiles(const std::string& name, const std::vector<std::string>& spans,
                    const std::vector<std::filesystem::path>& files);

/// Of texts that addFileSpans() has checked those for `file`, which has so many samples.
std::vector<SampleSpan> spansWithin(const std::vector<std::string>& spans,
                                    const std::filesystem::path& file, std::ptrdiff_t samples);

} // namespace dissonance
