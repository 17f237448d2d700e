#pragma once

#include "engine/detector/detector_config.h"
#include "ui/shell/theme.h"

#include <QSize>
#include <QString>
#include <QStringList>

namespace dissonance {

struct CommandLine
{
    QStringList files; ///< recordings and models to open
    QString model; ///< file of a trained model; empty for none
    QString screenshot; ///< file to write; empty: an ordinary start
    QSize size; ///< of the window; invalid: as it was last
    Theme theme = Theme::System;
    Device device = Device::Cpu;
    bool timeStart = false; ///< print how long the start took, and leave
};

/// Reads the arguments, the program's name first. Needs no application object and so no display;
/// the application's name and version must be set. Ends the program after --help and --version,
/// and with exit code 2 and a line on stderr when the arguments are wrong.
CommandLine readCommandLine(const QStringList& arguments);

} // namespace dissonance
