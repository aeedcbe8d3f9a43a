/// The command line: subcommands, and the window where there is none.
#pragma once

namespace backprop::viz {

/// Exit status: 0; 1 a check that failed; 2 bad input; 3 no display or a broken installation.
int run_command_line(int argc, char** argv);

}  // namespace backprop::viz
