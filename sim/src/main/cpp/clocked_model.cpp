#include "clocked_model.h"

#include <stdexcept>

namespace samforge {

ClockedModel::ClockedModel(const std::string& libraryPath)
    : top(libraryPath), clock(top.find("clk")) {}

ClockedModel::~ClockedModel() { traceClose(); }

void ClockedModel::step(uint64_t cycles) {
  for (uint64_t i = 0; i < cycles; ++i) edge();
}

void ClockedModel::record(const std::string& path) {
  if (recorder) recorder->close();
  recorder.reset(path.empty() ? nullptr : new Recorder(path, top.ports()));
  observed = recorder != nullptr || traceWanted;
}

void ClockedModel::traceWindow(const std::string& path, uint64_t from, uint64_t to) {
  if (traceWanted) throw std::runtime_error("a waveform is already being written to " + tracePath);
  tracePath = path;
  traceFrom = from;
  traceTo = to;
  traceWanted = true;
  observed = true;
}

void ClockedModel::traceClose() {
  if (tracing) top.traceClose();
  tracing = false;
  traceWanted = false;
  observed = recorder != nullptr;
}

void ClockedModel::observe() {
  if (recorder) recorder->row();
  if (!traceWanted || cycleCount < traceFrom) return;
  if (cycleCount > traceTo) {
    traceClose();
    return;
  }
  if (!tracing) {
    top.traceOpen(tracePath);
    tracing = true;
  }
  top.traceDump(cycleCount * 10);
}

}  // namespace samforge
