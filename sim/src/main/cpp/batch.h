// Many cycles of packed stimulus in one call.
//
// A row of the stimulus holds the selected input ports one after the other, each as
// ceil(width / 8) little-endian bytes; a row of the response holds the selected ports likewise, as
// they are just before the rising edge that ends the cycle.
#ifndef SAMFORGE_BATCH_H
#define SAMFORGE_BATCH_H

#include <vector>

#include "clocked_model.h"

namespace samforge {

class Batch {
 public:
  Batch(ClockedModel& target, const std::vector<int>& inputIndices,
        const std::vector<int>& outputIndices);
  void run(const uint8_t* stimulus, uint8_t* response, uint64_t cycles);

 private:
  const uint8_t* apply(const uint8_t* row, uint64_t cycle);

  ClockedModel& target;
  std::vector<Port> inputs;
  std::vector<Port> outputs;
};

}  // namespace samforge

#endif
