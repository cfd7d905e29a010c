#include "accelerator.h"

#include <cstdio>

namespace samforge {

Accelerator::Accelerator(ClockedModel& clocked, uint64_t dramBytes, const MemoryTiming& timing,
                         bool logWrites)
    : clocked(clocked),
      ports(clocked.model()),
      dram(dramBytes, ports.beatBytes, logWrites),
      axiMemory(ports, dram, timing),
      checker(ports, dramBytes),
      registers(clocked.model()),
      resetPort(requirePort(clocked.model(), "reset", 1)),
      interrupt(requirePort(clocked.model(), "interrupt", 1)) {
  if (!clocked.hasClock()) throw std::runtime_error("the top module has no port clk");
}

void Accelerator::reset(uint32_t cycles) {
  failure.clear();
  axiMemory.reset();
  registers.reset();
  drive(resetPort, true);
  for (uint32_t i = 0; i < cycles; ++i) {
    clocked.settle();
    // Registers have their reset values from the second cycle on.
    if (i == cycles - 1) checker.checkReset(clocked.cycle());
    clocked.edge();
  }
  drive(resetPort, false);
}

void Accelerator::tick() {
  const uint64_t cycle = clocked.cycle();
  axiMemory.drive(cycle);
  registers.drive();
  clocked.settle();
  checker.check(cycle);
  axiMemory.accept(cycle);
  registers.accept(cycle);
  clocked.edge();
}

bool Accelerator::run(uint64_t cycles, bool stopAtInterrupt) {
  if (!failure.empty()) throw std::runtime_error("the simulation has ended: " + failure);
  try {
    for (uint64_t i = 0; i < cycles; ++i) {
      tick();
      if (stopAtInterrupt && high(interrupt)) return true;
    }
    return false;
  } catch (const std::exception& stop) {
    failure = stop.what();
    throw;
  }
}

void Accelerator::writeRegister(uint32_t address, uint32_t value, uint64_t budget) {
  registers.startWrite(address, value);
  finishTransfer("write", address, budget);
}

uint32_t Accelerator::readRegister(uint32_t address, uint64_t budget) {
  registers.startRead(address);
  finishTransfer("read", address, budget);
  return registers.value();
}

void Accelerator::finishTransfer(const char* kind, uint32_t address, uint64_t budget) {
  for (uint64_t i = 0; i < budget && registers.busy(); ++i) run(1, false);
  if (!registers.busy()) return;
  char text[96];
  std::snprintf(text, sizeof text, "register %s at 0x%x: no response within %llu cycles", kind,
                address, static_cast<unsigned long long>(budget));
  throw std::runtime_error(text);
}

std::string Accelerator::describe() const {
  auto channel = [](const char* name, const Port* valid, const Port* ready) {
    return std::string(name) + " valid=" + (high(valid) ? "1" : "0") +
           " ready=" + (high(ready) ? "1" : "0") + ", ";
  };
  return channel("AR", ports.ar.valid, ports.ar.ready) + channel("R", ports.rvalid, ports.rready) +
         channel("AW", ports.aw.valid, ports.aw.ready) + channel("W", ports.wvalid, ports.wready) +
         channel("B", ports.bvalid, ports.bready) + axiMemory.describe();
}

}  // namespace samforge
