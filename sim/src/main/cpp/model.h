// One instance of a Verilated design, loaded from a model library.
#ifndef SAMFORGE_MODEL_H
#define SAMFORGE_MODEL_H

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "model_abi.h"

namespace samforge {

// A top-level port seen as little-endian bytes.
struct Port {
  std::string name;
  uint32_t width;
  bool output;
  uint8_t* data;

  uint32_t bytes() const { return (width + 7) / 8; }
  // The bits of the most significant byte that lie above the port's width.
  uint8_t strayMask() const { return width % 8 == 0 ? 0 : uint8_t(0xff << (width % 8)); }

  uint64_t get() const {
    uint64_t value = 0;
    std::memcpy(&value, data, bytes() < 8 ? bytes() : 8);
    return value;
  }
  void set(uint64_t value) { std::memcpy(data, &value, bytes() < 8 ? bytes() : 8); }
};

class Model {
 public:
  explicit Model(const std::string& libraryPath);
  ~Model();
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  // Throws std::runtime_error when the design stopped itself.
  void eval() {
    if (evalFunction(instance) != 0) throwStopped();
  }

  void traceOpen(const std::string& path);
  void traceDump(uint64_t time) { traceDumpFunction(instance, time); }
  void traceClose() { traceCloseFunction(instance); }

  std::vector<Port>& ports() { return portList; }
  // Null when the top has no such port.
  Port* find(const std::string& name);

 private:
  [[noreturn]] void throwStopped();
  void* symbol(const char* name);
  void bind(const std::string& libraryPath);

  void* library = nullptr;
  void* instance = nullptr;
  int (*evalFunction)(void*) = nullptr;
  void (*traceDumpFunction)(void*, uint64_t) = nullptr;
  void (*traceCloseFunction)(void*) = nullptr;
  std::vector<Port> portList;
};

}  // namespace samforge

#endif
