// The memory side of the accelerator's AXI4 port, one call of drive and accept per cycle.
//
// Timing, with "cycle c" ending at rising edge c:
//   AR  ready in every cycle that is not stalled. A burst accepted in cycle c may deliver its first
//       beat (rvalid high) in cycle c + latency, latency >= 1; bursts answer in order, one beat per
//       cycle, back to back across bursts. A beat that is up stays until it is taken.
//   AW  ready in every cycle that is not stalled.
//   W   ready in every cycle that is not stalled; data may come before its address. The beat is in
//       memory from the cycle after it is accepted.
//   B   valid one cycle after the later of the last beat and the address, in order.
// A byte budget per cycle, when set, is shared by R and W: each beat takes its bytes from a credit
// that grows by the budget every cycle and holds at most two beats (or one budget). Reads go first
// unless a write has been waiting since the last read beat.
// A read that overlaps an unanswered write, or the other way round, is a Violation: real memory may
// serve the two in either order, this model would hide it.
// A stalled channel is decided by an own random sequence, one draw per cycle and channel, so the
// traffic does not change the sequence.
#ifndef SAMFORGE_AXI_MEMORY_H
#define SAMFORGE_AXI_MEMORY_H

#include <array>
#include <deque>
#include <unordered_set>
#include <vector>

#include "axi_ports.h"
#include "dram.h"

namespace samforge {

struct MemoryTiming {
  uint32_t latency = 1;
  uint32_t bytesPerCycle = 0;
  // AR, R, AW, W, B: probability of a stall in a cycle, as a fraction of 2^32.
  std::array<uint64_t, 5> stall{};
  uint64_t seed = 0;
};

struct AxiStatistics {
  uint64_t readBursts = 0, readBeats = 0, writeBursts = 0, writeBeats = 0;
};

class AxiMemory {
 public:
  AxiMemory(AxiPorts& ports, Dram& dram, const MemoryTiming& timing);

  // Forgets all bursts and drives every channel idle.
  void reset();
  // Writes this cycle's inputs of the design.
  void drive(uint64_t cycle);
  // Looks at the settled outputs of this cycle and accepts what was transferred.
  void accept(uint64_t cycle);

  void failRead(uint64_t address) { failingReads.insert(address / ports.beatBytes); }
  void failWrite(uint64_t address) { failingWrites.insert(address / ports.beatBytes); }
  const AxiStatistics& statistics() const { return counts; }
  std::string describe() const;

 private:
  struct Burst {
    uint64_t address;
    uint32_t beats;
    uint64_t cycle;
    bool failed;
  };
  struct WriteBeat {
    std::vector<uint8_t> data;
    bool last;
    uint64_t cycle;
  };
  struct Response {
    uint64_t cycle;
    bool failed;
  };
  // Bytes of a burst that is accepted and not yet answered to its end.
  struct Range {
    uint64_t start, end;
  };
  enum Channel { AR, R, AW, W, B };

  bool stalled(Channel channel);
  bool takeCredit();
  void driveRead(uint64_t cycle);
  void driveWrite();
  void driveResponse(uint64_t cycle);
  void loadReadBeat();
  void acceptAddresses(uint64_t cycle);
  Range range(const AddressPorts& address) const;
  static void requireApart(const Range& range, const std::deque<Range>& open, uint64_t cycle,
                           const char* channel, const char* other);
  void acceptReadBeat();
  void acceptWriteBeat(uint64_t cycle);
  void storeEarlyBeats(uint64_t cycle);
  void store(const uint8_t* data, bool last, uint64_t beatCycle, uint64_t cycle);

  AxiPorts& ports;
  Dram& dram;
  const MemoryTiming timing;
  std::array<uint64_t, 5> random{};
  std::deque<Burst> reads, writes;
  std::deque<Range> openReads, openWrites;
  std::deque<WriteBeat> earlyBeats;
  std::deque<Response> responses;
  std::unordered_set<uint64_t> failingReads, failingWrites;
  uint64_t credit = 0;
  // A beat or response is on its channel and not yet taken.
  bool readUp = false;
  bool responseUp = false;
  bool writeWaiting = false;
  bool lastWasRead = false;
  AxiStatistics counts;
};

}  // namespace samforge

#endif
