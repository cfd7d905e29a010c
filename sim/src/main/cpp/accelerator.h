// An accelerator with its DRAM, its register master and its clock: everything that happens in a
// cycle, so that Java calls once per job.
#ifndef SAMFORGE_ACCELERATOR_H
#define SAMFORGE_ACCELERATOR_H

#include "axi_checker.h"
#include "axi_memory.h"
#include "axil_master.h"
#include "clocked_model.h"

namespace samforge {

class Accelerator {
 public:
  Accelerator(ClockedModel& clocked, uint64_t dramBytes, const MemoryTiming& timing,
              bool logWrites);

  Dram& memory() { return dram; }
  AxiMemory& axi() { return axiMemory; }

  // Holds reset for some cycles. DRAM keeps its content.
  void reset(uint32_t cycles);
  // Runs cycles; with stopAtInterrupt it ends behind the first cycle with interrupt high.
  // Returns whether it ended for the interrupt.
  bool run(uint64_t cycles, bool stopAtInterrupt);
  // One register transfer; throws when it does not end within the budget.
  void writeRegister(uint32_t address, uint32_t value, uint64_t budget);
  uint32_t readRegister(uint32_t address, uint64_t budget);
  // Every AXI channel's handshake signals and the open bursts, in one line.
  std::string describe() const;

 private:
  void tick();
  void finishTransfer(const char* kind, uint32_t address, uint64_t budget);

  ClockedModel& clocked;
  AxiPorts ports;
  Dram dram;
  AxiMemory axiMemory;
  AxiChecker checker;
  AxilMaster registers;
  Port* resetPort;
  Port* interrupt;
  std::string failure;
};

}  // namespace samforge

#endif
