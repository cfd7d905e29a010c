// A model with the notion of a clock cycle, a recording and a waveform window.
//
// Cycle c: the inputs of the cycle are applied with clk low and the combinational logic settles; a
// row of the recording is taken; the rising edge of clk ends the cycle. In a waveform the cycle
// starts at time 10c and its rising edge is at 10c + 5. A top without a clk port is combinational:
// its cycles are just numbered evaluations.
#ifndef SAMFORGE_CLOCKED_MODEL_H
#define SAMFORGE_CLOCKED_MODEL_H

#include <memory>
#include <string>

#include "model.h"
#include "recorder.h"

namespace samforge {

class ClockedModel {
 public:
  explicit ClockedModel(const std::string& libraryPath);
  ~ClockedModel();

  Model& model() { return top; }
  bool hasClock() const { return clock != nullptr; }
  uint64_t cycle() const { return cycleCount; }

  // An input was written since the last evaluation.
  void touch() { dirty = true; }
  // Makes outputs consistent with the inputs written since the last evaluation.
  void refresh() {
    if (dirty) settle();
  }
  // Applies the inputs of the current cycle and lets combinational logic settle.
  void settle() {
    if (clock) *clock->data = 0;
    top.eval();
    dirty = false;
    low = true;
  }
  // Ends the current cycle. Settles first when that has not happened.
  void edge() {
    if (dirty || !low) settle();
    if (observed) observe();
    if (clock) {
      *clock->data = 1;
      top.eval();
      low = false;
      if (tracing) top.traceDump(cycleCount * 10 + 5);
    }
    ++cycleCount;
  }
  void step(uint64_t cycles);

  // Records every port of every following cycle to a file; an empty path ends the recording.
  void record(const std::string& path);
  // Dumps cycles from..to (inclusive) to an FST file.
  void traceWindow(const std::string& path, uint64_t from, uint64_t to);
  void traceClose();

 private:
  void observe();

  Model top;
  Port* clock;
  bool dirty = true;
  bool low = false;
  bool observed = false;
  bool tracing = false;
  bool traceWanted = false;
  uint64_t cycleCount = 0;
  uint64_t traceFrom = 0;
  uint64_t traceTo = 0;
  std::string tracePath;
  std::unique_ptr<Recorder> recorder;
};

}  // namespace samforge

#endif
