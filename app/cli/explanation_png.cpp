#include "app/cli/explanation_png.h"

#include "engine/base/atomic_file.h"
#include "ui/render/explanation_picture.h"

#include <QBuffer>
#include <QGuiApplication>
#include <QLocale>

#include <array>
#include <string_view>

namespace dissonance {

namespace {

constexpr QSize kSize{1200, 900};

} // namespace

Status writeExplanationPng(const std::filesystem::path& file, const Explanation& explanation,
                           const Recording& recording, const std::string& title)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    // Qt's remarks on the desktop session (no XDG_RUNTIME_DIR, …) do not touch a picture.
    qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString&) {});
    int count = 1;
    std::string name = "dissonance-cli";
    std::array<char*, 2> arguments{name.data(), nullptr};
    const QGuiApplication application(count, arguments.data());
    QLocale::setDefault(QLocale::c()); // numbers as the command prints them

    const auto picture = explanationPicture(explanation, QString::fromStdString(title), kSize,
                                            /*dark=*/false, &recording);
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    if (!picture.save(&buffer, "PNG"))
        return Error{ErrorCode::Internal, "The picture cannot be encoded as PNG."};
    const auto& bytes = buffer.data();
    return writeFileAtomically(file,
                               std::string_view(bytes.constData(), std::size_t(bytes.size())));
}

} // namespace dissonance
