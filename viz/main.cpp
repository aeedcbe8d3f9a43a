#include "viz/cli/cli.h"

int main(int argc, char** argv) {
  return backprop::viz::run_command_line(argc, argv);
}
