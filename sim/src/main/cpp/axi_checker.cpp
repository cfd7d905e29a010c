#include "axi_checker.h"

#include "violation.h"

namespace samforge {

namespace {
constexpr uint64_t BOUNDARY = 4096;
constexpr uint64_t MOST_BEATS = 32;
constexpr uint64_t INCR = 1;
}  // namespace

AxiChecker::AxiChecker(AxiPorts& ports, uint64_t dramBytes)
    : ports(ports),
      dramBytes(dramBytes),
      read{"AR", ports.ar.valid, ports.ar.ready,
           {{"araddr", ports.ar.addr}, {"arlen", ports.ar.len}, {"arsize", ports.ar.size},
            {"arburst", ports.ar.burst}}},
      write{"AW", ports.aw.valid, ports.aw.ready,
            {{"awaddr", ports.aw.addr}, {"awlen", ports.aw.len}, {"awsize", ports.aw.size},
             {"awburst", ports.aw.burst}}},
      data{"W", ports.wvalid, ports.wready,
           {{"wdata", ports.wdata}, {"wstrb", ports.wstrb}, {"wlast", ports.wlast}}} {}

void AxiChecker::check(uint64_t cycle) {
  bool newRead = high(ports.ar.valid) && !read.waiting;
  bool newWrite = high(ports.aw.valid) && !write.waiting;
  checkStable(read, cycle);
  checkStable(write, cycle);
  checkStable(data, cycle);
  if (newRead) checkBurst(read, ports.ar, cycle);
  if (newWrite) checkBurst(write, ports.aw, cycle);
  if (high(ports.wvalid)) checkStrobes(cycle);
}

void AxiChecker::checkReset(uint64_t cycle) {
  for (Driven* channel : {&read, &write, &data}) {
    if (high(channel->valid)) throw Violation(cycle, channel->name, "valid is high during reset");
    channel->waiting = false;
  }
}

void AxiChecker::checkStable(Driven& channel, uint64_t cycle) {
  bool valid = high(channel.valid);
  if (channel.waiting) {
    if (!valid) throw Violation(cycle, channel.name, "valid dropped before ready");
    size_t offset = 0;
    for (auto& signal : channel.payload) {
      const uint32_t bytes = signal.second->bytes();
      if (std::memcmp(signal.second->data, &channel.held[offset], bytes) != 0) {
        throw Violation(cycle, channel.name, signal.first + " changed while waiting for ready");
      }
      offset += bytes;
    }
  }
  bool waits = valid && !high(channel.ready);
  if (waits && !channel.waiting) hold(channel);
  channel.waiting = waits;
}

void AxiChecker::hold(Driven& channel) {
  channel.held.clear();
  for (auto& signal : channel.payload) {
    const uint8_t* bytes = signal.second->data;
    channel.held.insert(channel.held.end(), bytes, bytes + signal.second->bytes());
  }
}

void AxiChecker::checkBurst(const Driven& channel, const AddressPorts& address, uint64_t cycle) {
  const uint64_t start = address.addr->get();
  const uint64_t beats = address.len->get() + 1;
  const uint64_t bytes = beats * ports.beatBytes;
  auto require = [&](bool allowed, const std::string& what) {
    if (!allowed) {
      throw Violation(cycle, channel.name,
                      what + " (burst of " + std::to_string(beats) + " beats at " + hex(start) +
                          ")");
    }
  };
  require(address.burst->get() == INCR, "burst type is not INCR");
  require(ports.beatBytes == uint64_t(1) << address.size->get(), "size is not the full data width");
  require(beats <= MOST_BEATS, "more than 32 beats");
  require(start % ports.beatBytes == 0,
          "address is not aligned to " + std::to_string(ports.beatBytes) + " bytes");
  require(start / BOUNDARY == (start + bytes - 1) / BOUNDARY, "burst crosses a 4 KiB boundary");
  require(start + bytes <= dramBytes, "burst leaves the DRAM of " + hex(dramBytes) + " bytes");
}

void AxiChecker::checkStrobes(uint64_t cycle) {
  const Port& strobes = *ports.wstrb;
  if (strobes.get() != ~uint64_t(0) >> (64 - strobes.width)) {
    throw Violation(cycle, "W", "wstrb is not all ones");
  }
}

}  // namespace samforge
