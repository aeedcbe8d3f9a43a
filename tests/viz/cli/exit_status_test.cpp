// The binary itself: exit statuses, and where errors are said to be.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/corpus/malformed.h"
#include "tests/support/folder.h"
#include "tests/support/json.h"
#include "tests/support/programs.h"
#include "tests/support/sanitizers.h"
#include "viz/app/share.h"

namespace backprop::test {
namespace {

namespace fs = std::filesystem;

struct Outcome {
  int status = -1;  ///< of exit; -1: it did not exit by itself
  std::string out;
  std::string error;
};

/// Runs the program with shell-quoted arguments, `input` on its standard input.
Outcome run(const Folder& folder, const std::string& arguments, const std::string& input = {}) {
  const auto file = [&](const char* name) { return (folder.path / name).string(); };
  std::ofstream(file("in"), std::ios::binary) << input;
  const std::string command = std::string("'") + BACKPROP_BINARY + "' " + arguments + " <'" +
                              file("in") + "' >'" + file("out") + "' 2>'" + file("err") + "'";
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_file(file("out")),
          read_file(file("err"))};
}

TEST_CASE("every malformed program: exit status 2, and its place and cause on standard error") {
  const Folder folder("cli");
  std::size_t i = 0;
  for (const MalformedProgram& program : malformed_programs()) {
    if (!is_run(i++, 6)) continue;  // each is a process of its own
    CAPTURE(program.text.substr(0, 60));
    const Outcome outcome = run(folder, "grad -", program.text);
    CHECK(outcome.status == 2);
    CHECK(outcome.out.empty());
    const std::string head = "standard input:" + std::to_string(program.place.line) + ":" +
                             std::to_string(program.place.column) + ": " + program.cause;
    CHECK(outcome.error.substr(0, head.size()) == head);
  }
}

TEST_CASE("shipped programs: grad, trace and check succeed, as text and as JSON") {
  const Folder folder("cli");
  for (const NamedProgram& program : core_programs()) {
    CAPTURE(program.name);
    for (const char* command :
         {"grad -", "trace -", "trace - --scalar", "trace - --lang zh", "check -"}) {
      const Outcome outcome = run(folder, command, program.text);
      CHECK(outcome.status == 0);
      CHECK(outcome.error.empty());
      CHECK(outcome.out.size() > 100);
    }
    for (const char* command :
         {"grad - --json", "trace - --json", "trace - --scalar --json", "check - --json"}) {
      const Outcome outcome = run(folder, command, program.text);
      CHECK(outcome.status == 0);
      CHECK(parsed(outcome.out).is_object());
    }
  }
}

TEST_CASE("grad --json gives the textbook network's loss and gradients") {
  const Folder folder("cli");
  const Outcome outcome = run(folder, "grad - --json", shipped_program("two-two-two"));
  const auto json = parsed(outcome.out);
  CHECK(json.at("loss").get<double>() == doctest::Approx(0.298371109).epsilon(1e-9));
  CHECK(json.at("grads").at("W2").at(0).at(0).get<double>() ==
        doctest::Approx(0.082167041).epsilon(1e-8));
  CHECK(json.at("params").at("W2").at(0).at(0).get<double>() ==
        doctest::Approx(0.358916480).epsilon(1e-9));
}

TEST_CASE("what is asked for wrongly is answered with status 2 and a sentence") {
  const Folder folder("cli");
  const std::string out = "'" + (folder.path / "p.png").string() + "'";
  for (const std::string& arguments :
       {std::string("grad"), std::string("grad /no/such/file.py"), std::string("grad /tmp"),
        std::string("nonsense"), std::string("lessons text 9.9"),
        "render --size 10x10 --out " + out, "render --size axb --out " + out,
        "render --step x --out " + out, "render --scale 99 --out " + out,
        "render --lesson 9.9 --out " + out, "render --theme pink --out " + out,
        std::string("render"), std::string("render --out /no/such/folder/p.png"),
        std::string("render --out /no/such/folder/p.svg"),
        std::string("render --out /no/such/folder/p.gif"), std::string("render --out p.bmp"),
        "render --view matrices --out " + out, "render --steps 3..5 --out " + out,
        "render --steps 5..3 --out " + (folder.path / "p.gif").string()}) {
    CAPTURE(arguments);
    const Outcome outcome = run(folder, arguments);
    CHECK(outcome.status == 2);
    CHECK(outcome.error.size() > 20);
  }
}

TEST_CASE("help, version and lessons succeed") {
  const Folder folder("cli");
  for (const char* arguments :
       {"--help", "--version", "grad --help", "trace --help", "check --help", "render --help",
        "lessons --help", "lessons list", "lessons list --lang zh", "lessons text 4.2",
        "lessons text 4.2 --lang zh", "lessons check"}) {
    CAPTURE(arguments);
    const Outcome outcome = run(folder, arguments);
    CHECK(outcome.status == 0);
    CHECK_FALSE(outcome.out.empty());
    CHECK(outcome.error.empty());
  }
}

TEST_CASE("render writes a picture of the size and scale that was asked for") {
  const Folder folder("cli");
  const std::string path = (folder.path / "p.png").string();
  const Outcome outcome =
      run(folder, "render --size 1100x700 --scale 1.5 --step 12 --lang zh --theme dark --out '" +
                      path + "'");
  REQUIRE(outcome.status == 0);
  const std::string png = read_file(path);
  REQUIRE(png.size() > 24);
  CHECK(png.substr(1, 3) == "PNG");
  const auto number = [&](std::size_t at) {
    int value = 0;
    for (std::size_t i = 0; i < 4; ++i)
      value = value * 256 + static_cast<unsigned char>(png[at + i]);
    return value;
  };
  CHECK(number(16) == 1650);
  CHECK(number(20) == 1050);
}

TEST_CASE("render writes SVG by the file's ending, with every character as an outline") {
  const Folder folder("cli");
  const std::string path = (folder.path / "p.svg").string();
  REQUIRE(run(folder, "render --step 9 --scale 2 --out '" + path + "'").status == 0);
  const std::string svg = read_file(path);
  CHECK(
      svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"2880\" height=\"1800\""));
  CHECK(svg.ends_with("</svg>\n"));
  CHECK(svg.find("aria-label=\"Accumulation\"") == std::string::npos);  // step 9 is forward
  CHECK(svg.find("NaN") == std::string::npos);
  CHECK(svg.find("<use href=\"#g") != std::string::npos);
}

TEST_CASE("render writes a GIF of a range of steps, a picture for each") {
  const Folder folder("cli");
  const std::string path = (folder.path / "p.gif").string();
  REQUIRE(run(folder, "render --size 640x420 --steps 3..6 --out '" + path + "'").status == 0);
  const std::string gif = read_file(path);
  CHECK(gif.starts_with("GIF89a"));
  const std::string control("\x21\xF9\x04", 3);
  int pictures = 0;
  for (std::size_t at = gif.find(control); at != std::string::npos; at = gif.find(control, at + 1))
    ++pictures;
  CHECK(pictures >= 4);
  CHECK(pictures < 8);  // the three bytes may stand in a picture by chance
}

TEST_CASE("render writes a folder of numbered pictures, and shows a shared state") {
  const Folder folder("cli");
  const std::string steps = (folder.path / "steps").string() + "/";
  REQUIRE(run(folder, "render --size 640x420 --steps 3..5 --out '" + steps + "'").status == 0);
  for (const char* name : {"00003.png", "00004.png", "00005.png"})
    CHECK(read_file(steps + name).substr(1, 3) == "PNG");
  CHECK_FALSE(fs::exists(steps + "00006.png"));
  CHECK(run(folder, "render --size 640x420 --out /proc/no/").status == 2);

  viz::State state;
  state.program_name = state.ran_name = "shared";
  state.draft = shipped_program("xor");
  state.trace = run_of(state.draft);
  state.time = {5, 0};
  const std::string file = (folder.path / "a.bptutor").string();
  std::ofstream(file) << viz::share_text(state);
  const auto render = [&](const std::string& from, const std::string& name) {
    const std::string path = (folder.path / name).string();
    CHECK(run(folder, "render " + from + " --size 640x420 --out '" + path + "'").status == 0);
    return read_file(path);
  };
  const std::string shared = render("'" + file + "'", "a.png");
  CHECK(shared == render("'" + file + "' --step 5", "b.png"));
  CHECK(shared != render("'" + file + "' --step 6", "c.png"));
  std::ofstream(file) << "BPT1:damaged";
  const Outcome outcome = run(folder, "render '" + file + "' --out x.png");
  CHECK(outcome.status == 2);
  CHECK(outcome.error.find("the code is damaged or cut off") != std::string::npos);
}

TEST_CASE("why: the number, then what it comes from, in words and as JSON") {
  const Folder folder("cli");
  const std::string program = shipped_program("two-two-two");
  const Outcome words = run(folder, "why - 'grad W2[0,0]'", program);
  CHECK(words.status == 0);
  CHECK(words.out.find("0.082167, the sum of") != std::string::npos);
  CHECK(words.out.find("x[0] = 0.05, as written (step 1, line 2)") != std::string::npos);
  const Outcome chinese = run(folder, "why - 'grad W2[0,0]' --lang zh", program);
  CHECK(chinese.out.find("由以下各项相加") != std::string::npos);
  const Outcome few = run(folder, "why - 'grad W2[0,0]' --lines 3", program);
  CHECK(std::count(few.out.begin(), few.out.end(), '\n') == 4);  // and that there are more
  const Outcome json = run(folder, "why - h[1] --json", program);
  const auto lines = parsed(json.out).at("why");
  CHECK(lines.at(0).at("value") == "h[1]");
  CHECK(lines.at(0).at("kind") == "computed");
  CHECK(lines.at(0).at("terms").back().at("result") == lines.at(0).at("number"));

  const Outcome unknown = run(folder, "why - Q", program);
  CHECK(unknown.status == 2);
  CHECK(unknown.error.starts_with("the program has no value 'Q'"));
  CHECK(run(folder, "why - W2", program).status == 2);
  CHECK(run(folder, "why - J --lines 0", program).status == 2);
}

TEST_CASE("a scalar trace of too many operations is refused before it is taken") {
  const Folder folder("cli");
  const std::string program =
      "a = tensor(ones(400, 400))\nJ = sum(a @ a)\nJ.backward()\n";  // 64 million products
  const Outcome words = run(folder, "trace - --scalar", program);
  CHECK(words.status == 2);
  CHECK(words.out.empty());
  CHECK(words.error.find("at most 50000000 are recorded") != std::string::npos);
  CHECK(words.error.find("look at it without --scalar") != std::string::npos);
  const Outcome json = run(folder, "trace - --scalar --json", program);
  CHECK(json.status == 2);
  CHECK(parsed(json.error).at("error").at("advice").get<std::string>().size() > 10);
}

TEST_CASE("export: a script for PyTorch, or the trace") {
  const Folder folder("cli");
  const std::string program = shipped_program("xor");
  const Outcome script = run(folder, "export - --to pytorch", program);
  CHECK(script.status == 0);
  CHECK(script.out.find("import torch") != std::string::npos);
  CHECK(script.out.find(program) != std::string::npos);
  const Outcome trace = run(folder, "export - --to json", program);
  CHECK(parsed(trace.out).at("steps").size() > 10);
  CHECK(run(folder, "export - --to onnx", program).status == 2);
  CHECK(run(folder, "export -", program).status == 2);
  CHECK(run(folder, "export - --to pytorch", "y = q").status == 2);
}

}  // namespace
}  // namespace backprop::test
