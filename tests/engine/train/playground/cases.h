/// Data and set-ups for the playground's tests.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/data/toy_sets.h"
#include "engine/train/playground/session.h"

namespace backprop::test {

/// Half of the points for training.
std::shared_ptr<const playground::Data> toy_data(ToySet set, int count, std::uint64_t seed,
                                                 double noise = 0);

playground::Session session_of(const playground::Setup& setup,
                               std::shared_ptr<const playground::Data> data,
                               playground::Session::Options options = {});

struct NamedSetup {
  std::string name;
  playground::Setup setup;
};

/// Every activation, both losses, the penalties, dropout, every optimizer with settings that
/// matter, no hidden layer and six, all features, one point and many in a batch.
std::vector<NamedSetup> setup_table();

/// Any of these together.
playground::Setup random_setup(std::uint64_t seed);

}  // namespace backprop::test
