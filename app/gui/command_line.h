#pragma once

#include "ui/shell/theme.h"

#include <QSize>
#include <QString>
#include <QStringList>

class QCoreApplication;

namespace dissonance {

struct CommandLine
{
    QStringList files; ///< recordings and models to open
    QString model; ///< file of a trained model; empty for none
    QString screenshot; ///< file to write; empty: an ordinary start
    QSize size; ///< of the window; invalid: as it was last
    Theme theme = Theme::System;
};

/// Reads the arguments. Ends the program after --help and --version, and with exit code 2 and a
/// line on stderr when they are wrong.
CommandLine readCommandLine(const QCoreApplication& application);

/// Whether only text is asked for (--help, --version): no display is needed then.
bool asksForText(int argc, char** argv);

} // namespace dissonance
