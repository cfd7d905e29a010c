// The C interface between one Verilated model library and the JNI bridge.
//
// Every model library exports exactly these symbols. The bridge finds them with dlopen/dlsym, so
// one bridge serves every top level and no JNI code is generated per design.
#ifndef SAMFORGE_MODEL_ABI_H
#define SAMFORGE_MODEL_ABI_H

#include <cstdint>

#define SAMFORGE_ABI_VERSION 1u

// One top-level port. `data` points at the Verilated member, which holds ceil(width / 8) bytes,
// little-endian, with every bit above `width` zero.
struct SamforgePort {
  const char* name;
  uint32_t width;
  uint32_t output;
  void* data;
};

#if defined(__GNUC__)
#define SAMFORGE_EXPORT extern "C" __attribute__((visibility("default")))
#else
#define SAMFORGE_EXPORT extern "C"
#endif

SAMFORGE_EXPORT uint32_t samforge_abi_version();
SAMFORGE_EXPORT void* samforge_create();
// Evaluates the model once. Returns 0, or 1 when the design called $finish, $stop or $fatal;
// samforge_error then names the source line.
SAMFORGE_EXPORT int samforge_eval(void* model);
SAMFORGE_EXPORT const char* samforge_error(void* model);
SAMFORGE_EXPORT uint32_t samforge_port_count(void* model);
SAMFORGE_EXPORT const SamforgePort* samforge_ports(void* model);
// Opens an FST file. Returns 0, or 1 when the library was built without tracing.
SAMFORGE_EXPORT int samforge_trace_open(void* model, const char* path);
SAMFORGE_EXPORT void samforge_trace_dump(void* model, uint64_t time);
SAMFORGE_EXPORT void samforge_trace_close(void* model);
// Runs the final blocks of the design and frees it.
SAMFORGE_EXPORT void samforge_destroy(void* model);

#endif
