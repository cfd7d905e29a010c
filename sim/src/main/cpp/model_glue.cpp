// Compiled once per model library: wraps class Vmodel in the C interface of model_abi.h.
//
// ports.inc is generated beside this file from the port declarations of Vmodel.h; each line is
// SAMFORGE_PORT("name", member, width, output).
#include "model_abi.h"

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "Vmodel.h"
#include "verilated.h"
#if SAMFORGE_TRACE
#include "verilated_fst_c.h"
#endif

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
              "ports are addressed as little-endian bytes");

namespace {

struct Instance {
  std::unique_ptr<VerilatedContext> context;
  std::unique_ptr<Vmodel> model;
#if SAMFORGE_TRACE
  std::unique_ptr<VerilatedFstC> trace;
#endif
  std::vector<SamforgePort> ports;
  std::string error;
};

[[noreturn]] void stopped(const char* what, const char* file, int line) {
  throw std::runtime_error(std::string(what) + " at " + (file && *file ? file : "?") + ":" +
                           std::to_string(line));
}

Instance& instance(void* model) { return *static_cast<Instance*>(model); }

}  // namespace

// Verilator's own versions end the process; a simulator inside a JVM must not.
void vl_finish(const char* file, int line, const char*) {
  stopped("the design called $finish", file, line);
}
void vl_stop(const char* file, int line, const char*) {
  stopped("the design called $stop", file, line);
}
void vl_fatal(const char* file, int line, const char*, const char* message) {
  stopped(message, file, line);
}

uint32_t samforge_abi_version() { return SAMFORGE_ABI_VERSION; }

void* samforge_create() {
  auto* created = new Instance;
  created->context.reset(new VerilatedContext);
#if SAMFORGE_TRACE
  created->context->traceEverOn(true);
#endif
  created->model.reset(new Vmodel(created->context.get(), "TOP"));
  Vmodel& top = *created->model;
#define SAMFORGE_PORT(name, member, width, output) \
  created->ports.push_back({name, width, output, &top.member});
#include "ports.inc"
#undef SAMFORGE_PORT
  return created;
}

int samforge_eval(void* model) {
  Instance& self = instance(model);
  try {
    self.model->eval();
    return 0;
  } catch (const std::exception& stop) {
    self.error = stop.what();
    return 1;
  }
}

const char* samforge_error(void* model) { return instance(model).error.c_str(); }

uint32_t samforge_port_count(void* model) { return instance(model).ports.size(); }

const SamforgePort* samforge_ports(void* model) { return instance(model).ports.data(); }

#if SAMFORGE_TRACE
int samforge_trace_open(void* model, const char* path) {
  Instance& self = instance(model);
  self.trace.reset(new VerilatedFstC);
  self.model->trace(self.trace.get(), 99);
  self.trace->open(path);
  return self.trace->isOpen() ? 0 : 1;
}

void samforge_trace_dump(void* model, uint64_t time) { instance(model).trace->dump(time); }

void samforge_trace_close(void* model) {
  Instance& self = instance(model);
  if (self.trace) self.trace->close();
  self.trace.reset();
}
#else
int samforge_trace_open(void*, const char*) { return 1; }
void samforge_trace_dump(void*, uint64_t) {}
void samforge_trace_close(void*) {}
#endif

void samforge_destroy(void* model) {
  Instance* self = static_cast<Instance*>(model);
  samforge_trace_close(model);
  // Scopes leave the thread's current context, which may be that of a model already destroyed.
  Verilated::threadContextp(self->context.get());
  try {
    self->model->final();
  } catch (const std::exception&) {
    // A final block that stops the simulation has nothing left to stop.
  }
  delete self;
}
