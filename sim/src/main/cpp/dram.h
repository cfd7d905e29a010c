// The simulated DRAM: a sparse byte array that starts at address 0, with an optional write log.
#ifndef SAMFORGE_DRAM_H
#define SAMFORGE_DRAM_H

#include <cstdint>

namespace samforge {

class Dram {
 public:
  // Pages are only backed by real memory once they are written.
  Dram(uint64_t size, uint32_t beatBytes, bool logWrites);
  ~Dram();
  Dram(const Dram&) = delete;
  Dram& operator=(const Dram&) = delete;

  uint64_t size() const { return bytes; }
  uint8_t* at(uint64_t address) { return data + address; }
  // Throws unless [address, address + length) lies inside.
  void requireRange(uint64_t address, uint64_t length) const;

  void logWrite(uint64_t address, uint64_t cycle) {
    if (writeLog) writeLog[address / beatBytes] = cycle + 1;
  }
  // The cycle of the last write to the beat that holds the address, or -1.
  int64_t writeCycle(uint64_t address) const;

 private:
  static uint8_t* reserve(uint64_t size);

  uint64_t bytes;
  uint32_t beatBytes;
  uint8_t* data;
  uint64_t* writeLog;
};

}  // namespace samforge

#endif
