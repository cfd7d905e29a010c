// Drives the accelerator's AXI4-Lite slave, one transfer at a time.
//
// A write raises awvalid and wvalid together and keeps each until its ready; bready and rready are
// high during a transfer.
#ifndef SAMFORGE_AXIL_MASTER_H
#define SAMFORGE_AXIL_MASTER_H

#include <string>

#include "axi_ports.h"

namespace samforge {

class AxilMaster {
 public:
  explicit AxilMaster(Model& model);

  // Drives every channel idle.
  void reset();
  void startWrite(uint32_t address, uint32_t value);
  void startRead(uint32_t address);
  bool busy() const { return state != IDLE; }
  // The value of the last read.
  uint32_t value() const { return readValue; }

  // Writes this cycle's inputs of the design.
  void drive();
  // Looks at the settled outputs; throws Violation for a response nobody asked for, and
  // std::runtime_error for an error response.
  void accept(uint64_t cycle);

 private:
  enum State { IDLE, WRITING, READING };

  void acceptWrite(uint64_t cycle);
  void acceptRead(uint64_t cycle);
  void requireOkay(const Port* response) const;

  Port *awvalid, *awready, *awaddr, *wvalid, *wready, *wdata, *wstrb, *bvalid, *bready, *bresp;
  Port *arvalid, *arready, *araddr, *rvalid, *rready, *rdata, *rresp;
  State state = IDLE;
  bool addressPending = false;
  bool dataPending = false;
  // The idle values are already on the ports.
  bool drivenIdle = false;
  uint32_t address = 0;
  uint32_t writeValue = 0;
  uint32_t readValue = 0;
};

}  // namespace samforge

#endif
