#include "model.h"

#include <dlfcn.h>

#include <stdexcept>

namespace samforge {

Model::Model(const std::string& libraryPath) {
  library = dlopen(libraryPath.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    throw std::runtime_error(std::string("cannot load the model library: ") + dlerror());
  }
  try {
    bind(libraryPath);
  } catch (...) {
    dlclose(library);
    throw;
  }
}

void Model::bind(const std::string& libraryPath) {
  auto version = reinterpret_cast<decltype(&samforge_abi_version)>(symbol("samforge_abi_version"));
  if (version() != SAMFORGE_ABI_VERSION) {
    throw std::runtime_error(libraryPath +
                             " was built for another version of the simulator bridge");
  }
  evalFunction = reinterpret_cast<decltype(&samforge_eval)>(symbol("samforge_eval"));
  traceDumpFunction =
      reinterpret_cast<decltype(&samforge_trace_dump)>(symbol("samforge_trace_dump"));
  traceCloseFunction =
      reinterpret_cast<decltype(&samforge_trace_close)>(symbol("samforge_trace_close"));
  auto create = reinterpret_cast<decltype(&samforge_create)>(symbol("samforge_create"));
  auto count = reinterpret_cast<decltype(&samforge_port_count)>(symbol("samforge_port_count"));
  auto table = reinterpret_cast<decltype(&samforge_ports)>(symbol("samforge_ports"));
  instance = create();
  const SamforgePort* ports = table(instance);
  for (uint32_t i = 0; i < count(instance); ++i) {
    portList.push_back({ports[i].name, ports[i].width, ports[i].output != 0,
                        static_cast<uint8_t*>(ports[i].data)});
  }
}

Model::~Model() {
  reinterpret_cast<decltype(&samforge_destroy)>(dlsym(library, "samforge_destroy"))(instance);
  dlclose(library);
}

void* Model::symbol(const char* name) {
  void* found = dlsym(library, name);
  if (!found) throw std::runtime_error(std::string("the model library does not export ") + name);
  return found;
}

void Model::throwStopped() {
  auto error = reinterpret_cast<decltype(&samforge_error)>(symbol("samforge_error"));
  throw std::runtime_error(error(instance));
}

void Model::traceOpen(const std::string& path) {
  auto open = reinterpret_cast<decltype(&samforge_trace_open)>(symbol("samforge_trace_open"));
  if (open(instance, path.c_str()) != 0) {
    throw std::runtime_error("cannot write a waveform to " + path +
                             ": the model has no tracing, or the file cannot be created");
  }
}

Port* Model::find(const std::string& name) {
  for (Port& port : portList) {
    if (port.name == name) return &port;
  }
  return nullptr;
}

}  // namespace samforge
