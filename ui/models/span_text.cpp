#include "ui/models/span_text.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("dissonance::spanText", text);
}

std::optional<SampleSpan> parseSpan(const QString& text)
{
    static const QRegularExpression pattern(u"^(\\d+):(\\d+)$"_s);
    const auto match = pattern.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    bool firstOk = false;
    bool lastOk = false;
    const SampleSpan span{std::ptrdiff_t(match.captured(1).toLongLong(&firstOk)),
                          std::ptrdiff_t(match.captured(2).toLongLong(&lastOk))};
    return firstOk && lastOk ? std::optional(span) : std::nullopt;
}

} // namespace

std::optional<std::vector<SampleSpan>> parseSpans(const QString& text, std::ptrdiff_t samples,
                                                  QString* problem)
{
    static const QRegularExpression separator(u"[,;\\s]+"_s);
    std::vector<SampleSpan> spans;
    for (const auto& word : text.split(separator, Qt::SkipEmptyParts)) {
        const auto span = parseSpan(word);
        if (!span) {
            *problem =
                tr("“%1” is not a span: write START:END in samples, such as 0:6000.").arg(word);
            return std::nullopt;
        }
        if (span->last <= span->first) {
            *problem = tr("“%1” ends before it starts.").arg(word);
            return std::nullopt;
        }
        if (span->last > samples) {
            *problem =
                tr("“%1” goes beyond the recording, which has %2 samples.").arg(word).arg(samples);
            return std::nullopt;
        }
        spans.push_back(*span);
    }
    return spans;
}

QString spansText(const std::vector<SampleSpan>& spans)
{
    QStringList words;
    for (const auto& span : spans)
        words << u"%1:%2"_s.arg(span.first).arg(span.last);
    return words.join(u", "_s);
}

} // namespace dissonance
