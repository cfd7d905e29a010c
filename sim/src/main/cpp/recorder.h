// Writes every port of a model, once per cycle, to a file.
//
// Format: the line "samforge-recording 1", one line "input NAME WIDTH" or "output NAME WIDTH" per
// port ("clock clk 1" for clk, which has no values), the line "end", then one row per cycle: each
// port in that order as ceil(WIDTH / 8) bytes, little-endian.
#ifndef SAMFORGE_RECORDER_H
#define SAMFORGE_RECORDER_H

#include <cstdio>
#include <string>
#include <vector>

#include "model.h"

namespace samforge {

class Recorder {
 public:
  Recorder(const std::string& path, const std::vector<Port>& modelPorts);
  ~Recorder();
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  void row();
  // Throws when the file could not be written to its end.
  void close();

 private:
  std::string path;
  std::vector<Port> ports;
  std::FILE* file;
};

}  // namespace samforge

#endif
