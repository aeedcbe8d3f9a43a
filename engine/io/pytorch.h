/// A program as a Python script for PyTorch: it runs as it is and prints what `grad --json` prints.
#pragma once

#include <string>

#include "engine/trace/trace.h"

namespace backprop {

/// The program's own text between the definitions it needs (imports, those functions that PyTorch
/// 1.13 lacks or writes otherwise, numbers drawn from seeds written out) and the printing.
std::string pytorch_script(const Trace& trace);

/// One line of a program with PyTorch's own names: "o = torch.sigmoid(W2 @ h + b2)". F stands for
/// torch.nn.functional, as usual; what PyTorch has no function for stays as it is.
std::string pytorch_line(const std::string& line);

}  // namespace backprop
