#include "ui/shell/error_text.h"

#include <QCoreApplication>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

const char* sourceText(ErrorCode code)
{
    switch (code) {
    case ErrorCode::FileNotFound:
        return QT_TRANSLATE_NOOP("dissonance::errorText", "There is no such file.");
    case ErrorCode::FileUnreadable:
        return QT_TRANSLATE_NOOP("dissonance::errorText", "The file cannot be read.");
    case ErrorCode::FileIsDirectory:
        return QT_TRANSLATE_NOOP("dissonance::errorText", "This is a folder, not a file.");
    case ErrorCode::FileEmpty:
        return QT_TRANSLATE_NOOP("dissonance::errorText", "The file is empty.");
    case ErrorCode::FileBinary:
        return QT_TRANSLATE_NOOP("dissonance::errorText", "The file is not a text table.");
    case ErrorCode::FileChanged:
        return QT_TRANSLATE_NOOP("dissonance::errorText", "The file changed while it was read.");
    case ErrorCode::FileMalformed:
        return QT_TRANSLATE_NOOP("dissonance::errorText", "No table was found in the file.");
    case ErrorCode::FileUnwritable:
        return QT_TRANSLATE_NOOP("dissonance::errorText", "The file cannot be written.");
    case ErrorCode::UnsupportedFormat:
        return QT_TRANSLATE_NOOP("dissonance::errorText", "This file format is not supported.");
    case ErrorCode::InvalidArgument:
        return QT_TRANSLATE_NOOP("dissonance::errorText", "A setting is out of its bounds.");
    case ErrorCode::ShapeMismatch:
        return QT_TRANSLATE_NOOP("dissonance::errorText", "The parts do not fit together.");
    case ErrorCode::NotPositiveDefinite:
        return QT_TRANSLATE_NOOP("dissonance::errorText",
                                 "The channels are too alike to tell their dependence.");
    case ErrorCode::TooShort:
        return QT_TRANSLATE_NOOP("dissonance::errorText", "The recording is too short for this.");
    case ErrorCode::ChannelsDiffer:
        return QT_TRANSLATE_NOOP("dissonance::errorText",
                                 "The recording lacks channels that the model knows.");
    case ErrorCode::ModelMalformed:
        return QT_TRANSLATE_NOOP("dissonance::errorText", "This is not a sound model file.");
    case ErrorCode::ModelTooNew:
        return QT_TRANSLATE_NOOP("dissonance::errorText",
                                 "The model was written by a newer version of Dissonance.");
    case ErrorCode::DeviceUnavailable:
        return QT_TRANSLATE_NOOP("dissonance::errorText", "The chosen device is not available.");
    case ErrorCode::TrainingDiverged:
        return QT_TRANSLATE_NOOP("dissonance::errorText", "The training diverged.");
    case ErrorCode::Cancelled:
        return QT_TRANSLATE_NOOP("dissonance::errorText", "Stopped.");
    case ErrorCode::OutOfMemory:
        return QT_TRANSLATE_NOOP("dissonance::errorText", "There was not enough memory.");
    case ErrorCode::Internal:
        break;
    }
    return QT_TRANSLATE_NOOP("dissonance::errorText",
                             "Something went wrong inside Dissonance. Please report this.");
}

} // namespace

QString errorHeadline(ErrorCode code)
{
    return QCoreApplication::translate("dissonance::errorText", sourceText(code));
}

QString errorText(const Error& error)
{
    const auto detail = QString::fromStdString(error.detail);
    return detail.isEmpty() ? errorHeadline(error.code) : errorHeadline(error.code) + u' ' + detail;
}

} // namespace dissonance
