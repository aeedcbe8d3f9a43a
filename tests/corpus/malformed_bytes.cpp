#include "tests/corpus/malformed.h"

namespace backprop::test {

std::vector<MalformedProgram> malformed_bytes() {
  return {
      {"\377", {1, 1}, "bytes that are not UTF-8 text"},
      {"x = 1\012\200\012", {2, 1}, "bytes that are not UTF-8 text"},
      {"\303", {1, 1}, "bytes that are not UTF-8 text"},
      {"x = \344\275", {1, 5}, "bytes that are not UTF-8 text"},
      {std::string("x = 1\000", 6), {1, 6}, "a control character (code 0)"},
      {std::string("\000", 1), {1, 1}, "a control character (code 0)"},
      {"x = \355\240\200", {1, 5}, "bytes that are not UTF-8 text"},
      {"x = \365\200\200\200", {1, 5}, "bytes that are not UTF-8 text"},
      {"x = \300\257", {1, 5}, "bytes that are not UTF-8 text"},
      {"x = \357\274\221", {1, 5}, "'\357\274\221' is not '1', though it looks like it"},
      {"x = 1\357\274\233", {1, 6}, "'\357\274\233' is not ';', though it looks like it"},
      {"x \357\274\235 1", {1, 3}, "'\357\274\235' is not '=', though it looks like it"},
      {"x = tensor\357\274\2101\357\274\211",
       {1, 11},
       "'\357\274\210' is not '(', though it looks like it"},
      {"x = \342\200\230a\342\200\231",
       {1, 5},
       "'\342\200\230' is not ''', though it looks like it"},
      {"x = 1 \342\210\222 2", {1, 7}, "'\342\210\222' is not '-', though it looks like it"},
      {"x = 2 \303\227 3", {1, 7}, "'\303\227' is not '*', though it looks like it"},
      {"x = 1\302\240+ 2", {1, 6}, "a character that cannot be seen (code 160)"},
      {"x = \342\200\2131", {1, 5}, "a character that cannot be seen (code 8203)"},
      {"x = \360\237\230\200", {1, 5}, "'\360\237\230\200' has no meaning here"},
      {"x = '\303\251\012b'", {1, 5}, "a string without its closing quote"},
      {"x = 1\033[31m", {1, 6}, "a control character (code 27)"},
      {std::string("\177ELF\002\001\001\000", 8), {1, 1}, "a control character (code 127)"},
      {"\211PNG\015\012\032\012", {1, 1}, "bytes that are not UTF-8 text"},
      {"PK\003\004", {1, 3}, "a control character (code 3)"},
      {"\376\377x = 1", {1, 1}, "bytes that are not UTF-8 text"},
      {std::string("\377\376x\000", 4), {1, 1}, "bytes that are not UTF-8 text"},
      {"x = 1\013+", {1, 6}, "a control character (code 11)"},
      {"x = 1\010", {1, 6}, "a control character (code 8)"},
      {"x = \342\200\2561", {1, 5}, "a character that cannot be seen (code 8238)"},
      {"\345\220\215 = tensor([1])\012\346\215\237\345\244\261 = \345\220\215 + \346\227\240",
       {2, 10},
       "unknown name '\346\227\240'"},
      {"x = [1\357\274\2142]", {1, 7}, "'\357\274\214' is not ',', though it looks like it"},
  };
}

}  // namespace backprop::test
