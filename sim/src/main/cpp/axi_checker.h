// Checks what the accelerator drives on its AXI4 master port, every cycle.
//
// Rules (AMBA AXI4 and section 10 of the architecture): a valid stays until its ready; the payload
// of a waiting channel does not change; bursts are INCR, full width, 1..32 beats, aligned to the
// beat, inside the DRAM, and never cross 4 KiB; every strobe of a write beat is set; no valid is up
// at the end of reset. wlast is checked where beats meet their burst, in AxiMemory.
#ifndef SAMFORGE_AXI_CHECKER_H
#define SAMFORGE_AXI_CHECKER_H

#include <string>
#include <vector>

#include "axi_ports.h"

namespace samforge {

class AxiChecker {
 public:
  AxiChecker(AxiPorts& ports, uint64_t dramBytes);

  // Looks at the settled signals of a cycle; throws Violation.
  void check(uint64_t cycle);
  // Looks at the last cycle of reset, and forgets what was waiting.
  void checkReset(uint64_t cycle);

 private:
  // A channel that the design drives.
  struct Driven {
    std::string name;
    Port* valid;
    Port* ready;
    std::vector<std::pair<std::string, Port*>> payload;
    bool waiting = false;
    std::vector<uint8_t> held;
  };

  void checkStable(Driven& channel, uint64_t cycle);
  void hold(Driven& channel);
  void checkBurst(const Driven& channel, const AddressPorts& address, uint64_t cycle);
  void checkStrobes(uint64_t cycle);

  AxiPorts& ports;
  const uint64_t dramBytes;
  Driven read, write, data;
};

}  // namespace samforge

#endif
