#include "recorder.h"

#include <stdexcept>

namespace samforge {

Recorder::Recorder(const std::string& path, const std::vector<Port>& modelPorts)
    : path(path), file(std::fopen(path.c_str(), "wb")) {
  if (!file) throw std::runtime_error("cannot write the recording " + path);
  std::setvbuf(file, nullptr, _IOFBF, 1 << 20);
  std::fputs("samforge-recording 1\n", file);
  for (const Port& port : modelPorts) {
    if (port.name == "clk") {
      std::fputs("clock clk 1\n", file);
      continue;
    }
    ports.push_back(port);
    const char* direction = port.output ? "output" : "input";
    std::fprintf(file, "%s %s %u\n", direction, port.name.c_str(), port.width);
  }
  std::fputs("end\n", file);
}

Recorder::~Recorder() {
  if (file) std::fclose(file);
}

void Recorder::row() {
  for (const Port& port : ports) std::fwrite(port.data, 1, port.bytes(), file);
}

void Recorder::close() {
  bool failed = std::ferror(file) != 0;
  failed |= std::fclose(file) != 0;
  file = nullptr;
  if (failed) throw std::runtime_error("cannot write the recording " + path);
}

}  // namespace samforge
