/// A library of one chapter with every kind of block, in which nothing is wrong: for tests that
/// damage it.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "lessons/model/lesson_check.h"

namespace backprop::lessons::good {

inline const std::string program = R"(x = tensor([0.6, -1.2])
y = tensor(1.0)
w = param([0.8, 0.9])
b = param(0.1)
a = sigmoid(w @ x + b)
J = mean((a - y) ** 2)
J.backward()
)";

inline const std::string training = R"(w = param([2.0, 1.0])
for t in range(3):
    zero_grad()
    J = sum(w ** 2)
    J.backward()
    sgd(lr=0.1)
)";

inline const std::string plane = R"(X = tensor([[0, 1], [1, 0], [1, 1]])
y = tensor([0, 1, 1])
w = param([1.0, -1.0])
o = sigmoid(X @ w)
J = mean((o - y) ** 2)
J.backward()
)";

/// The chapter in English; its words are replaced for Chinese.
inline const std::string chapter = R"(---
id: 4.2
title: Title
subtitle: mirrors §4.2
program: neuron
order: 42
minutes: 10
---

Some words, [a chapter](lesson:4.2), [a term](term:bias), [a page](https://example.org/a).

$$
z = w \cdot x
$$

- one
- two

| head | other |
|---|---|
| cell | cell |

```claim
id: slope
tex: \frac{a}{b} = c
left: grad(b)
right: 2 * (a - y) * a * (1 - a)
note: A note.
at: grad b
```

```claim printed
id: wrong
tex: c = d
left: grad(b)
right: grad(b) + 1
```

```predict
id: sign
question: Which sign?
expression: grad(b)
answer_note: This one.
```

```choose
id: which
question: Which one?
option: left
reply: No.
right: right
option: other
check: abs(grad(w)[0]) < abs(grad(w)[1])
```

```number
id: value
question: How much?
expression: a
with: y = tensor(0.0)
hint: Look.
mistake: 1 - a | The other way round.
mistake: 2 * a | Twice.
```

```change
id: edit
question: Change it.
goal: J < 0.1
solution: b = param(5.0)
only: b
hint: Larger.
```

```backprop
id: hand
text: By hand.
run: 0
```

```fault
id: broken
text: What is broken?
fault: missing-slope
```

```program
id: listing
text: A program.
at: a
```

```figure
id: picture
view: network
caption: A picture.
at: a
select: w[0]
```

```plot
id: line
kind: curve
line: J
x: w[0] from -2 to 2
caption: A curve.
```

```plot
id: rounds
kind: series
line: J | loss
program: training
caption: Rounds.
check: J < 4 | training | 2
```

```plot
id: plane
kind: plane
line: sigmoid(X @ w)
x: X[0] from -1 to 2
y: X[1] from -1 to 2
points: X
classes: y
program: plane
caption: A plane.
```

```lab
id: lab
name: activations
text: A lab.
settings: function=relu; depth=10
```

```map
id: map
node: a | A | 4.2 | 0, 0
node: b | B | - | 1, 0
edge: a -> b | leads to
printed: b -> a | not so
```

```summary
- A point.
```
)";

inline const std::string glossary = R"(```term
id: bias
title: Bias
tex: b
text: A number.
lesson: 4.2
```

```symbol
tex: b
program: b
meaning: the bias
```
)";

inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE_MESSAGE(at != std::string::npos, from);
  return text.replace(at, from.size(), to);
}

inline Library good_library() {
  Library library;
  library.files["content/en/4.2.md"] = chapter;
  library.files["content/zh/4.2.md"] = chapter;
  library.files["content/glossary.en.md"] = glossary;
  library.files["content/glossary.zh.md"] = glossary;
  library.files["programs/neuron.py"] = program;
  library.files["programs/training.py"] = training;
  library.files["programs/plane.py"] = plane;
  return library;
}

/// The line on which a text begins in the chapter.
inline int line_with(const std::string& text, const std::string& part) {
  const auto at = text.find(part);
  return 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<long>(at), '\n'));
}

inline bool has(const std::vector<Finding>& findings, const std::string& file, int line,
                const std::string& cause) {
  for (const Finding& finding : findings) {
    if (finding.file == file && finding.line == line && finding.cause.starts_with(cause))
      return true;
  }
  return false;
}

inline std::string all_of(const std::vector<Finding>& findings) {
  std::string all;
  for (const Finding& finding : findings)
    all += finding.file + ":" + std::to_string(finding.line) + ": " + finding.cause + "\n";
  return all;
}

/// Damage to the chapter in both languages, and what is found.
struct Damage {
  std::string from;
  std::string to;
  std::string cause;    ///< how it begins
  std::string at = {};  ///< the text on whose line it is found; empty: `to`
};

}  // namespace backprop::lessons::good
