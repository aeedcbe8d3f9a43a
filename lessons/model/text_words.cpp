#include "lessons/model/text_words.h"

#include <array>

namespace backprop::lessons {
namespace {

constexpr TextWords english{
    .minutes = "{} minutes",
    .comma = ", ",
    .semicolon = "; ",
    .holds = "✓ holds",
    .fails = "✗ does not hold",
    .printed = "As the source prints it: ",
    .said = "What follows from the source's words: ",
    .program = "with the program {}",
    .error = "cannot be evaluated",
    .in_delta = "In the delta notation: ",
    .question = "Question {}.",
    .task = "Task {}.",
    .answers = "Answers",
    .answer = "{} ({}).",
    .negative = "− negative",
    .zero = "0 zero",
    .positive = "+ positive",
    .digits = "(A number; significant digits: {}.)",
    .goal = "Goal: {}",
    .only = "Only this may be changed: {}.",
    .goal_reached = "With these lines the goal is reached.",
    .goal_missed = "With these lines the goal is not reached.",
    .one_solution = "One solution:",
    .hint = "Hint {}: ",
    .for_option = "For {}): ",
    .for_number = "For {}: ",
    .by_hand = "Do backward() {} of the program {} by hand, one edge after the other.",
    .broken = "A broken engine runs the program {}.",
    .fault_is = "The engine {}.",
    .gradient_pair = "{}: {} is right, the broken engine has {}",
    .more = "… and {} more",
    .listing = "Program {}:",
    .listed_above = "Program {}: listed above.",
    .opens_at = "It opens {}.",
    .at_start = "at the start",
    .at_end = "at the end",
    .after_step = "after step {} of {}: {}",
    .made = "{} has just been computed",
    .read = "{} has just been read",
    .seeded = "backward() has just begun, with {} = 1",
    .received = "the gradient of {} has just received the contribution through {}",
    .updated = "{} has just updated {}",
    .cleared = "every gradient has just been set to zero",
    .figure = "[Figure: {}, program {}, {}]",
    .select = "Selected: {}",
    .value_is = "{} = {}",
    .gradient_is = "its gradient so far: {}",
    .not_made = "{} has not been computed yet",
    .no_gradient = "no gradient yet",
    .plot = "[Plot: {}]",
    .axes = "over {}",
    .axis = "{} from {} to {}",
    .points = "points {}, classes {}",
    .log_scale = "on a logarithmic scale",
    .own_program = "program {}",
    .line = "{}: {}",
    .round = "round",
    .path = "{}: training goes from {} to {} in {} steps",
    .lab = "[Lab: {}]",
    .lab_settings = "[Lab: {}, with {}]",
    .chapter = "{} (chapter {})",
    .map = "[Map of concepts]",
    .printed_edge = "✗ The source draws {} → {}, which is not so. {}",
    .summary = "Summary",
    .reading = "Further reading"};

constexpr TextWords chinese{.minutes = "{} 分钟",
                            .comma = "，",
                            .semicolon = "；",
                            .holds = "✓ 成立",
                            .fails = "✗ 不成立",
                            .printed = "原文的写法：",
                            .said = "由原文的话得出：",
                            .program = "用程序 {}",
                            .error = "无法求值",
                            .in_delta = "用 δ 记号：",
                            .question = "问题 {}.",
                            .task = "任务 {}.",
                            .answers = "答案",
                            .answer = "{}（{}）。",
                            .negative = "− 负",
                            .zero = "0 零",
                            .positive = "+ 正",
                            .digits = "（填一个数，有效数字：{} 位。）",
                            .goal = "目标：{}",
                            .only = "只能改：{}。",
                            .goal_reached = "换上这几行，目标就达到了。",
                            .goal_missed = "换上这几行，目标没有达到。",
                            .one_solution = "一种做法：",
                            .hint = "提示 {}：",
                            .for_option = "若选 {})：",
                            .for_number = "若答 {}：",
                            .by_hand = "亲手完成第 {} 次 backward()，一条边一条边地走（程序 {}）。",
                            .broken = "一个有故障的引擎运行程序 {}。",
                            .fault_is = "这个引擎的故障：{}。",
                            .gradient_pair = "{}：正确的是 {}，有故障的引擎得到 {}",
                            .more = "……还有 {} 条",
                            .listing = "程序 {}：",
                            .listed_above = "程序 {}：见上文。",
                            .opens_at = "打开时的位置：{}。",
                            .at_start = "开始时",
                            .at_end = "结束时",
                            .after_step = "第 {} 步之后（共 {} 步）：{}",
                            .made = "刚算出 {}",
                            .read = "刚读入 {}",
                            .seeded = "backward() 刚开始，{} = 1",
                            .received = "{} 的梯度刚收到经由 {} 传来的贡献",
                            .updated = "{} 刚更新了 {}",
                            .cleared = "所有梯度刚清零",
                            .figure = "［图：{}，程序 {}，{}］",
                            .select = "选中：{}",
                            .value_is = "{} = {}",
                            .gradient_is = "目前的梯度：{}",
                            .not_made = "{} 还没有算出",
                            .no_gradient = "还没有梯度",
                            .plot = "［图像：{}］",
                            .axes = "范围：{}",
                            .axis = "{} 从 {} 到 {}",
                            .points = "数据点 {}，类别 {}",
                            .log_scale = "对数刻度",
                            .own_program = "程序 {}",
                            .line = "{}：{}",
                            .round = "迭代",
                            .path = "{}：训练从 {} 走到 {}，共 {} 步",
                            .lab = "［实验室：{}］",
                            .lab_settings = "［实验室：{}，设置 {}］",
                            .chapter = "{}（章节 {}）",
                            .map = "［概念图］",
                            .printed_edge = "✗ 原文画了 {} → {}，其实不然。{}",
                            .summary = "要点",
                            .reading = "延伸阅读"};

constexpr std::array<std::string_view, 8> english_faults{
    "has no fault",
    "overwrites a gradient with each contribution, where it should add them up",
    "goes on from a value before its gradient is whole",
    "leaves the gradients as they are at zero_grad()",
    "leaves out the 1/N of the mean on the way back",
    "leaves out the slope f' of the activations",
    "multiplies by W where its transpose belongs",
    "draws a new mask for dropout on the way back"};
constexpr std::array<std::string_view, 8> chinese_faults{"没有故障",
                                                         "每个贡献都覆盖梯度，而没有累加",
                                                         "一个值的梯度还没到齐，就往回传了",
                                                         "zero_grad() 没有清零梯度",
                                                         "反向时漏掉了平均的 1/N",
                                                         "反向时漏掉了激活函数的斜率 f'",
                                                         "该乘 W 的转置，却乘了 W",
                                                         "反向时 dropout 重新抽取了掩码"};

constexpr std::array<std::string_view, 4> english_views{"the network", "the op graph",
                                                        "the tensors", "the paths"};
constexpr std::array<std::string_view, 4> chinese_views{"网络", "计算图", "张量", "路径"};
constexpr std::array<std::string_view, 4> english_plots{
    "a curve", "a landscape", "round by round of training", "the output over a plane"};
constexpr std::array<std::string_view, 4> chinese_plots{"曲线", "等高线图", "逐轮训练",
                                                        "平面上的输出"};

template <class Kind, std::size_t count>
std::string_view word(Kind kind, Language language,
                      const std::array<std::string_view, count>& in_english,
                      const std::array<std::string_view, count>& in_chinese) {
  return (language == Language::english ? in_english : in_chinese)[static_cast<std::size_t>(kind)];
}

}  // namespace

const TextWords& text_words(Language language) {
  return language == Language::english ? english : chinese;
}

std::string_view words_of(Fault fault, Language language) {
  return word(fault, language, english_faults, chinese_faults);
}

std::string_view words_of(Figure::View view, Language language) {
  return word(view, language, english_views, chinese_views);
}

std::string_view words_of(Plot::Kind kind, Language language) {
  return word(kind, language, english_plots, chinese_plots);
}

}  // namespace backprop::lessons
