#include "batch.h"

#include <stdexcept>

namespace samforge {

Batch::Batch(ClockedModel& target, const std::vector<int>& inputIndices,
             const std::vector<int>& outputIndices)
    : target(target) {
  for (int index : inputIndices) inputs.push_back(target.model().ports()[index]);
  for (int index : outputIndices) outputs.push_back(target.model().ports()[index]);
}

const uint8_t* Batch::apply(const uint8_t* row, uint64_t cycle) {
  for (const Port& port : inputs) {
    const uint32_t bytes = port.bytes();
    if (row[bytes - 1] & port.strayMask()) {
      throw std::runtime_error("stimulus row " + std::to_string(cycle) + ": port " + port.name +
                               " takes " + std::to_string(port.width) +
                               " bits, higher bits are set");
    }
    std::memcpy(port.data, row, bytes);
    row += bytes;
  }
  return row;
}

void Batch::run(const uint8_t* stimulus, uint8_t* response, uint64_t cycles) {
  for (uint64_t cycle = 0; cycle < cycles; ++cycle) {
    stimulus = apply(stimulus, cycle);
    target.settle();
    for (const Port& port : outputs) {
      std::memcpy(response, port.data, port.bytes());
      response += port.bytes();
    }
    target.edge();
  }
}

}  // namespace samforge
