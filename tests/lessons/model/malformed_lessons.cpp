#include "tests/lessons/model/malformed_lessons.h"

#include <iterator>

namespace backprop::test {
namespace {

const std::string front = lesson_front;

}  // namespace

std::vector<MalformedLesson> malformed_fronts() {
  return {
      {"", 1, "the file does not begin with front matter"},
      {"\n---\nid: 1\n---\n", 1, "the file does not begin with front matter"},
      {"Words.\n", 1, "the file does not begin with front matter"},
      {"----\nid: 1\n----\n", 1, "the file does not begin with front matter"},
      {"---", 1, "the front matter is never closed"},
      {"---\nid: 1\ntitle: T\n", 1, "the front matter is never closed"},
      {"---\n---\n", 1, "the front matter lacks 'id'"},
      {"---\nid: 1\nprogram: p\n---\n", 1, "the front matter lacks 'title'"},
      {"---\nid: 1\ntitle: T\n---\n", 1, "the front matter lacks 'program'"},
      {"---\nid:\ntitle: T\nprogram: p\n---\n", 2, "'id' has no value"},
      {"---\nid: 1\ntitle: T\nprogram: p\nid: 2\n---\n", 5, "'id' is there twice"},
      {"---\nid: 1\nauthor: me\n---\n", 3, "the front matter has no key 'author'"},
      {"---\nid: 1\ntitle T\n---\n", 3, "a line of the front matter that is no 'key: value'"},
      {"---\nid: 1\ntitle：T\n---\n", 3, "a line of the front matter that is no 'key: value'"},
      {"---\nid: 1\ntitle: T\nprogram: p\norder: first\n---\n", 5, "'order' is 'first'"},
      {"---\nid: 1\ntitle: T\nprogram: p\norder: nan\n---\n", 5, "'order' is 'nan'"},
      {"---\nid: 1\ntitle: T\nprogram: p\nminutes: 0\n---\n", 5, "'minutes' is '0'"},
      {"---\nid: 1\ntitle: T\nprogram: p\nminutes: 2.5\n---\n", 5, "'minutes' is '2.5'"},
      {"---\nid: 1\ntitle: T\nprogram: p\nminutes: 500\n---\n", 5, "'minutes' is '500'"},
      {"---\nid: 1\ntitle: T\nprogram: p\nsource_letters: z y\n---\n", 5,
       "'z y' does not say how a symbol is written"},
  };
}

std::vector<MalformedLesson> malformed_markdown() {
  return {
      {front + "> quote\n", 6, "lessons have no block quotes"},
      {front + "Words.\n\n***\n", 8, "lessons have no horizontal rules"},
      {front + "![a](b.png)\n", 6, "lessons have no pictures"},
      {front + "a &amp; b\n", 6, "'&amp;' is HTML"},
      {front + "\n\nprice $5\n", 8, "a '$' without its partner"},
      {front + "a $$b$$ c\n", 6, "a $$ formula stands among text"},
      {front + "- $$a$$\n", 6, "a $$ formula stands among text"},
      {front + "## $$a$$\n", 6, "a $$ formula stands among text"},
      {front + "**粗体。**然后\n", 6, "a '**' did not become bold"},
      {front + "one\ntwo **three\n", 7, "a '**' did not become bold"},
      {front + "- one\n- **two\n", 7, "a '**' did not become bold"},
      {front + "#\n", 6, "there is no text here"},
      {front + "- one\n-\n", 7, "there is no text here"},
      {front + "- one\n  - two\n", 7, "an item of a list is one paragraph"},
      {front + "- one\n\n  two\n", 8, "an item of a list is one paragraph"},
      {front + "- one\n\n  ```claim\n  ```\n", 8, "an item of a list is one paragraph"},
      {front + "[a](b.md)\n", 6, "a link to 'b.md'"},
      {front + "one\n\n- [a](http://b.org)\n", 8, "a link to 'http://b.org'"},
      {front + "[`a`](lesson:1)\n", 6, "a link whose text has marks"},
      {front + "one `` two\n\n\xFF\n", 8, "this is not UTF-8 text"},
      {front + std::string("a\n\0b\n", 5), 7, "a zero byte"},
      {front + "```\ncode\n```\n", 6, "lessons have no fenced block ''"},
      {front + "```python\ncode\n```\n", 6, "lessons have no fenced block 'python'"},
      {front + "one\n\n```clam\ntex: a\n```\n", 8, "lessons have no fenced block 'clam'"},
      {front + "```claim\n```\n", 6, "a fenced block with nothing in it"},
      {front + "```claim\ntex: a\n", 6, "this fenced block is never closed"},
      {front + "| a | b |\n|---|---|\n| 1 | $2 |\n", 8, "a '$' without its partner"},
      {front + "| a | b |\n|---|---|\n| 1 | ![2](c) |\n", 8, "lessons have no pictures"},
  };
}

std::vector<MalformedLesson> malformed_tasks() {
  return {
      {front + "```predict\nquestion: q\nexpression: a\n```\n", 6,
       "a question lacks 'answer_note'"},
      {front + "```predict\nquestion: q\nexpression: a +\nanswer_note: n\n```\n", 8,
       "'expression' is no expression"},
      {front + "```predict\nquestion: **q\nexpression: a\nanswer_note: n\n```\n", 7,
       "a '**' did not become bold"},
      {front + "```predict\nquestion: # q\nexpression: a\nanswer_note: n\n```\n", 7,
       "this is not one run of text"},
      {front + "```choose\nquestion: q\nright: a\n```\n", 6, "a choice lacks 'option'"},
      {front + "```choose\nquestion: q\noption: a\noption: b\n```\n", 6, "a choice lacks 'right'"},
      {front + "```choose\nquestion: q\noption: a\nright: b\nright: c\n```\n", 10,
       "'right' is there twice"},
      {front + "```choose\nquestion: q\nreply: r\noption: a\nright: b\n```\n", 8,
       "a 'reply' that belongs to no option"},
      {front + "```choose\nquestion: q\noption: a\nreply: r\nreply: s\nright: b\n```\n", 10,
       "a 'reply' that belongs to no option"},
      {front + "```choose\nquestion: q\noption: a\nright: $b\n```\n", 9,
       "a '$' without its partner"},
      {front + "```choose\nquestion: q\noption: a\nright: b\ncheck: <\n```\n", 10,
       "'check' is no expression"},
      {front +
           "```predict\nquestion: q\nexpression: a\nanswer_note: n\ncheck: a | b | 1 | 2\n```\n",
       10, "a check is a condition, a program and a round"},
      {front + "```predict\nquestion: q\nexpression: a\nanswer_note: n\ncheck: a | b | 0\n```\n",
       10, "'check' is '0'"},
      {front + "```choose\nquestion: q\noption: a\nright: b\nanswers: c\n```\n", 10,
       "a choice has no key 'answers'"},
      {front + "```number\nquestion: q\n```\n", 6, "a question for a number lacks 'expression'"},
      {front + "```number\nquestion: q\nexpression: )\n```\n", 8, "'expression' is no expression"},
      {front + "```number\nquestion: q\nexpression: a\ndigits: 0\n```\n", 9, "'digits' is '0'"},
      {front + "```number\nquestion: q\nexpression: a\ndigits: 13\n```\n", 9, "'digits' is '13'"},
      {front + "```number\nquestion: q\nexpression: a\ndigits: two\n```\n", 9, "'digits' is 'two'"},
      {front + "```number\nquestion: q\nexpression: a\nmistake: b\n```\n", 9,
       "a mistake is an expression and what is said to it"},
      {front + "```number\nquestion: q\nexpression: a\nmistake: b | c | d\n```\n", 9,
       "a mistake is an expression and what is said to it"},
      {front + "```number\nquestion: q\nexpression: a\nmistake: b + | c\n```\n", 9,
       "'mistake' is no expression"},
      {front + "```number\nquestion: q\nexpression: a\nmistake: b | **c\n```\n", 9,
       "a '**' did not become bold"},
      {front + "```number\nquestion: q\nexpression: a\nhint: [h](i)\n```\n", 9, "a link to 'i'"},
      {front + "```change\nquestion: q\ngoal: a < 1\n```\n", 6, "a task lacks 'solution'"},
      {front + "```change\nquestion: q\nsolution: a = 1\n```\n", 6, "a task lacks 'goal'"},
      {front + "```change\nquestion: q\ngoal: a <\nsolution: a = 1\n```\n", 8,
       "'goal' is no expression"},
      {front + "```change\nquestion: q\ngoal: a = 1\nsolution: a = 1\n```\n", 8,
       "'goal' is no expression"},
      {front + "```backprop\nrun: 0\n```\n", 6, "an exercise lacks 'text'"},
      {front + "```backprop\ntext: t\nrun: -1\n```\n", 8, "'run' is '-1'"},
      {front + "```fault\ntext: t\n```\n", 6, "a broken engine lacks 'fault'"},
      {front + "```fault\ntext: t\nfault: missing-slop\n```\n", 8,
       "no engine has the fault 'missing-slop'"},
      {front + "```fault\ntext: t\nfault: none\n```\n", 8, "no engine has the fault 'none'"},
  };
}

std::vector<MalformedLesson> malformed_recordings() {
  const std::string line = "line: J\ncaption: c\n";
  return {
      {front + "```formula\nid: a\n```\n", 6, "a formula lacks 'tex'"},
      {front + "```claim\ntex: a\nleft: a\n```\n", 6, "a claim lacks 'right'"},
      {front + "```claim\ntex: a\nleft: a\nright: 2 * (a\n```\n", 9, "'right' is no expression"},
      {front + "```claim\ntex: a\nleft:\nright: a\n```\n", 8, "'left' has no value"},
      {front + "```claim\ntex: a\nleft: a = b\nright: a\n```\n", 8, "'left' is no expression"},
      {front + "```claim printed wrong\ntex: a\nleft: a\nright: a\n```\n", 6,
       "lessons have no fenced block 'claim printed wrong'"},
      {front + "```claim\ntex: a\nleft: a\nright: a\nnote: n\n  $m\n```\n", 11,
       "a '$' without its partner"},
      {front +
           "```claim\nid: a\ntex: a\nleft: a\nright: a\n```\n\n```formula\nid: a\ntex: b\n```\n",
       14, "another block has the id 'a'"},
      {front + "```program\nprogramme: a\n```\n", 7, "a program has no key 'programme'"},
      {front + "```figure\ncaption: c\n```\n", 6, "a figure lacks 'view'"},
      {front + "```figure\nview: network\n```\n", 6, "a figure lacks 'caption'"},
      {front + "```figure\nview: netwrk\ncaption: c\n```\n", 7, "there is no view 'netwrk'"},
      {front + "```plot\n" + line + "```\n", 6, "a plot lacks 'kind'"},
      {front + "```plot\nkind: bars\n" + line + "```\n", 7, "there is no kind 'bars'"},
      {front + "```plot\nkind: series\ncaption: c\n```\n", 6, "a plot lacks 'line'"},
      {front + "```plot\nkind: curve\n" + line + "```\n", 6, "this plot lacks 'x'"},
      {front + "```plot\nkind: landscape\n" + line + "x: a from 0 to 1\n```\n", 6,
       "this plot lacks 'y'"},
      {front + "```plot\nkind: series\n" + line + "x: a from 0 to 1\n```\n", 6,
       "this plot has no 'x'"},
      {front + "```plot\nkind: curve\n" + line + "x: a\n```\n", 10, "'a' has no range"},
      {front + "```plot\nkind: curve\n" + line + "x: a to 1 from 0\n```\n", 10,
       "'a to 1 from 0' has no range"},
      {front + "```plot\nkind: curve\n" + line + "x: a from 1 to 0\n```\n", 10,
       "the range of 'a' is empty"},
      {front + "```plot\nkind: curve\n" + line + "x: a from 1 to 1\n```\n", 10,
       "the range of 'a' is empty"},
      {front + "```plot\nkind: curve\n" + line + "x: a from  to 1\n```\n", 10, "'x' is ''"},
      {front + "```plot\nkind: curve\n" + line + "x: a from 0 to inf\n```\n", 10, "'x' is 'inf'"},
      {front + "```plot\nkind: series\nline: J +\ncaption: c\n```\n", 8, "'line' is no expression"},
      {front + "```plot\nkind: series\n" + line + "scale: cubic\n```\n", 10,
       "there is no scale 'cubic'"},
      {front + "```lab\nname: kitchen\ntext: t\n```\n", 7, "there is no name 'kitchen'"},
      {front + "```lab\nname: mnist\n```\n", 6, "a lab lacks 'text'"},
      {front + "```map\nedge: a -> b\n```\n", 6, "a map lacks 'node'"},
      {front + "```map\nnode: a\n```\n", 7, "a node is an id, a text, a chapter and a place"},
      {front + "```map\nnode: a | A | - | 1 2\n```\n", 7, "a node is an id, a text"},
      {front + "```map\nnode: a | A | - | 1, 99\n```\n", 7, "'node' is '99'"},
      {front + "```map\nnode: a | A | - | 1, 1\nedge: a\n```\n", 8,
       "an edge leads from one node to another"},
      {front + "```map\nnode: a | A | - | 1, 1\nedge: a -> b\n```\n", 8, "the map has no node 'b'"},
      {front + "```map\nnode: a | A | - | 1, 1\nprinted: b -> a\n```\n", 8,
       "the map has no node 'b'"},
      {front + "```summary\n## Head\n```\n", 7, "'summary' holds paragraphs and lists alone"},
      {front + "```reading\n- one\n- **two\n```\n", 8, "a '**' did not become bold"},
      {front + "```reading\n[a](b)\n```\n", 7, "a link to 'b'"},
  };
}

std::vector<MalformedLesson> malformed_lessons() {
  std::vector<MalformedLesson> all;
  for (auto* family :
       {&malformed_fronts, &malformed_markdown, &malformed_tasks, &malformed_recordings}) {
    auto some = family();
    std::move(some.begin(), some.end(), std::back_inserter(all));
  }
  return all;
}

}  // namespace backprop::test
