// A broken rule of the bus protocol.
#ifndef SAMFORGE_VIOLATION_H
#define SAMFORGE_VIOLATION_H

#include <cstdint>
#include <cstdio>
#include <stdexcept>
#include <string>

namespace samforge {

inline std::string hex(uint64_t value) {
  char digits[24];
  std::snprintf(digits, sizeof digits, "0x%llx", static_cast<unsigned long long>(value));
  return digits;
}

class Violation : public std::runtime_error {
 public:
  Violation(uint64_t cycle, const std::string& channel, const std::string& what)
      : std::runtime_error("AXI protocol violation in cycle " + std::to_string(cycle) + " on " +
                           channel + ": " + what) {}
};

}  // namespace samforge

#endif
