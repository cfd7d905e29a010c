#include "axi_memory.h"

#include <algorithm>

#include "violation.h"

namespace samforge {

namespace {
constexpr uint8_t OKAY = 0;
constexpr uint8_t SLAVE_ERROR = 2;
// What rdata shows while rvalid is low, so that a design that looks anyway gets a wrong answer.
constexpr uint8_t POISON = 0xa5;

uint64_t nextRandom(uint64_t& state) {
  // SplitMix64.
  uint64_t z = (state += 0x9e3779b97f4a7c15u);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}
}  // namespace

AxiMemory::AxiMemory(AxiPorts& ports, Dram& dram, const MemoryTiming& timing)
    : ports(ports), dram(dram), timing(timing) {
  uint64_t state = timing.seed;
  for (uint64_t& channel : random) channel = nextRandom(state);
  reset();
}

void AxiMemory::reset() {
  reads.clear();
  writes.clear();
  openReads.clear();
  openWrites.clear();
  earlyBeats.clear();
  responses.clear();
  credit = 0;
  readUp = responseUp = writeWaiting = lastWasRead = false;
  for (Port* port : {ports.ar.ready, ports.aw.ready, ports.rvalid, ports.rlast, ports.wready,
                     ports.bvalid}) {
    samforge::drive(port, false);
  }
  ports.rresp->set(OKAY);
  ports.bresp->set(OKAY);
  std::memset(ports.rdata->data, POISON, ports.beatBytes);
}

bool AxiMemory::stalled(Channel channel) {
  if (timing.stall[channel] == 0) return false;
  return (nextRandom(random[channel]) >> 32) < timing.stall[channel];
}

bool AxiMemory::takeCredit() {
  if (timing.bytesPerCycle == 0) return true;
  if (credit < ports.beatBytes) return false;
  credit -= ports.beatBytes;
  return true;
}

void AxiMemory::drive(uint64_t cycle) {
  samforge::drive(ports.ar.ready, !stalled(AR));
  samforge::drive(ports.aw.ready, !stalled(AW));
  if (timing.bytesPerCycle != 0) {
    uint64_t most = std::max(timing.bytesPerCycle, 2 * ports.beatBytes);
    credit = std::min<uint64_t>(credit + timing.bytesPerCycle, most);
  }
  if (writeWaiting && lastWasRead) {
    driveWrite();
    driveRead(cycle);
  } else {
    driveRead(cycle);
    driveWrite();
  }
  driveResponse(cycle);
}

void AxiMemory::driveRead(uint64_t cycle) {
  bool stall = stalled(R);
  if (readUp) return;
  bool present = !stall && !reads.empty() && reads.front().cycle <= cycle && takeCredit();
  if (present) {
    loadReadBeat();
    lastWasRead = true;
  } else if (high(ports.rvalid)) {
    samforge::drive(ports.rlast, false);
    std::memset(ports.rdata->data, POISON, ports.beatBytes);
  }
  samforge::drive(ports.rvalid, present);
  readUp = present;
}

void AxiMemory::loadReadBeat() {
  const Burst& burst = reads.front();
  bool failed = !failingReads.empty() && failingReads.count(burst.address / ports.beatBytes) != 0;
  if (failed) {
    std::memset(ports.rdata->data, POISON, ports.beatBytes);
  } else {
    std::memcpy(ports.rdata->data, dram.at(burst.address), ports.beatBytes);
  }
  ports.rresp->set(failed ? SLAVE_ERROR : OKAY);
  samforge::drive(ports.rlast, burst.beats == 1);
}

void AxiMemory::driveWrite() {
  bool stall = stalled(W);
  samforge::drive(ports.wready, !stall && takeCredit());
}

void AxiMemory::driveResponse(uint64_t cycle) {
  bool stall = stalled(B);
  if (responseUp) return;
  responseUp = !stall && !responses.empty() && responses.front().cycle <= cycle;
  if (responseUp) ports.bresp->set(responses.front().failed ? SLAVE_ERROR : OKAY);
  samforge::drive(ports.bvalid, responseUp);
}

void AxiMemory::accept(uint64_t cycle) {
  acceptAddresses(cycle);
  acceptReadBeat();
  storeEarlyBeats(cycle);
  acceptWriteBeat(cycle);
  if (responseUp && high(ports.bready)) {
    responses.pop_front();
    openWrites.pop_front();
    responseUp = false;
  }
}

void AxiMemory::acceptAddresses(uint64_t cycle) {
  if (ports.ar.fires()) {
    Range bytes = range(ports.ar);
    requireApart(bytes, openWrites, cycle, "AR", "a write");
    openReads.push_back(bytes);
    uint32_t beats = uint32_t(ports.ar.len->get()) + 1;
    reads.push_back({bytes.start, beats, cycle + timing.latency, false});
    ++counts.readBursts;
  }
  if (ports.aw.fires()) {
    Range bytes = range(ports.aw);
    requireApart(bytes, openReads, cycle, "AW", "a read");
    openWrites.push_back(bytes);
    writes.push_back({bytes.start, uint32_t(ports.aw.len->get()) + 1, cycle, false});
    ++counts.writeBursts;
  }
}

AxiMemory::Range AxiMemory::range(const AddressPorts& address) const {
  uint64_t start = address.addr->get();
  return {start, start + (address.len->get() + 1) * ports.beatBytes};
}

void AxiMemory::requireApart(const Range& range, const std::deque<Range>& open, uint64_t cycle,
                             const char* channel, const char* other) {
  for (const Range& second : open) {
    if (range.start < second.end && second.start < range.end) {
      throw Violation(cycle, channel,
                      "burst at " + hex(range.start) + " overlaps " + other + " at " +
                          hex(second.start) + " that is not answered yet");
    }
  }
}

void AxiMemory::acceptReadBeat() {
  if (!readUp || !high(ports.rready)) return;
  readUp = false;
  ++counts.readBeats;
  Burst& burst = reads.front();
  burst.address += ports.beatBytes;
  if (--burst.beats == 0) {
    reads.pop_front();
    openReads.pop_front();
  }
}

void AxiMemory::acceptWriteBeat(uint64_t cycle) {
  bool offered = high(ports.wvalid);
  bool ready = high(ports.wready);
  writeWaiting = offered && !ready;
  if (!ready) return;
  if (!offered) {
    // The credit that was set aside for a beat goes back.
    if (timing.bytesPerCycle != 0) credit += ports.beatBytes;
    return;
  }
  const uint8_t* data = ports.wdata->data;
  const bool last = high(ports.wlast);
  lastWasRead = false;
  ++counts.writeBeats;
  if (writes.empty()) {
    earlyBeats.push_back({{data, data + ports.beatBytes}, last, cycle});
  } else {
    store(data, last, cycle, cycle);
  }
}

// Data may be accepted before its address: such beats wait for it.
void AxiMemory::storeEarlyBeats(uint64_t cycle) {
  while (!earlyBeats.empty() && !writes.empty()) {
    const WriteBeat& beat = earlyBeats.front();
    store(beat.data.data(), beat.last, beat.cycle, cycle);
    earlyBeats.pop_front();
  }
}

void AxiMemory::store(const uint8_t* data, bool last, uint64_t beatCycle, uint64_t cycle) {
  Burst& burst = writes.front();
  if (last != (burst.beats == 1)) {
    throw Violation(beatCycle, "W", last ? "wlast before the last beat of the burst"
                                         : "no wlast on the last beat of the burst");
  }
  if (!failingWrites.empty() && failingWrites.count(burst.address / ports.beatBytes) != 0) {
    burst.failed = true;
  } else {
    std::memcpy(dram.at(burst.address), data, ports.beatBytes);
    dram.logWrite(burst.address, beatCycle);
  }
  burst.address += ports.beatBytes;
  if (--burst.beats == 0) {
    responses.push_back({cycle + 1, burst.failed});
    writes.pop_front();
  }
}

std::string AxiMemory::describe() const {
  return std::to_string(reads.size()) + " read bursts open, " + std::to_string(writes.size()) +
         " write bursts open, " + std::to_string(earlyBeats.size()) +
         " write beats without an address, " + std::to_string(responses.size()) +
         " write responses not taken";
}

}  // namespace samforge
