#include "dram.h"

#include <sys/mman.h>

#include <stdexcept>
#include <string>

namespace samforge {

Dram::Dram(uint64_t size, uint32_t beatBytes, bool logWrites)
    : bytes(size), beatBytes(beatBytes), data(reserve(size)), writeLog(nullptr) {
  if (!logWrites) return;
  try {
    writeLog = reinterpret_cast<uint64_t*>(reserve(size / beatBytes * sizeof(uint64_t)));
  } catch (...) {
    munmap(data, bytes);
    throw;
  }
}

Dram::~Dram() {
  munmap(data, bytes);
  if (writeLog) munmap(writeLog, bytes / beatBytes * sizeof(uint64_t));
}

uint8_t* Dram::reserve(uint64_t size) {
  void* found = mmap(nullptr, size, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (found == MAP_FAILED) {
    throw std::runtime_error("cannot reserve " + std::to_string(size) + " bytes for the DRAM");
  }
  return static_cast<uint8_t*>(found);
}

void Dram::requireRange(uint64_t address, uint64_t length) const {
  if (address > bytes || length > bytes - address) {
    throw std::runtime_error("DRAM access of " + std::to_string(length) + " bytes at " +
                             std::to_string(address) + ": the DRAM has " + std::to_string(bytes) +
                             " bytes");
  }
}

int64_t Dram::writeCycle(uint64_t address) const {
  if (!writeLog) throw std::runtime_error("the simulation was opened without a write log");
  requireRange(address, 1);
  return int64_t(writeLog[address / beatBytes]) - 1;
}

}  // namespace samforge
