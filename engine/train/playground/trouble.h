/// Why a session's training went astray: found in the recording of the iteration in which it shows.
#pragma once

#include "engine/trace/trace.h"
#include "engine/train/playground/session.h"

namespace backprop::playground {

enum class Reason : std::uint8_t {
  edit,      ///< a weight was set, or the set-up changed, shortly before
  start,     ///< it is the first iteration: the weights started too large
  rate,      ///< loss or weights grew from update to update: the learning rate is too large
  overflow,  ///< none of these: numbers of ordinary size met in one pass
};

struct Explanation {
  Trouble trouble;
  std::string program;   ///< of the iteration; its trace has the step
  Index step = 0;        ///< the first that wrote what is not finite; of a divergence, the loss
  std::string quantity;  ///< what it wrote: "z2[3,0]", "grad W1[0,1]"
  std::string made_by;   ///< the op's or the optimizer's name
  double number = 0;     ///< NaN, an infinity, or the loss
  Reason reason = Reason::rate;
  std::size_t parameter = 0;  ///< the largest in absolute value before the update, or the first NaN
  double its_value = 0;
  double growth = 1;  ///< of loss or weights, whichever grew more, over the iterations looked back
  std::int64_t looked_back = 0;
};

/// How many iterations before the trouble are looked at.
inline constexpr std::int64_t look_back = 20;

/// Of a session that has come to trouble.
Explanation explain(const Session& session, const Trouble& trouble);

/// The explanation in words, with what to do about it.
Error words_of(const Explanation& its, const Setup& setup);

}  // namespace backprop::playground
