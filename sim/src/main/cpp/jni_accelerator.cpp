// JNI entry points of class io.samforge.sim.NativeAccelerator.
#include "accelerator.h"
#include "jni_support.h"

using samforge::Accelerator;
using samforge::guarded;

namespace {
Accelerator& at(jlong handle) { return *reinterpret_cast<Accelerator*>(handle); }

uint64_t probability(double value) { return uint64_t(value * 4294967296.0); }
}  // namespace

#define SAMFORGE_JNI(type, name) \
  extern "C" JNIEXPORT type JNICALL Java_io_samforge_sim_NativeAccelerator_##name

SAMFORGE_JNI(jlong, open)
(JNIEnv* env, jclass, jlong model, jlong dramBytes, jint latency, jint bytesPerCycle,
 jdoubleArray stalls, jlong seed, jboolean logWrites) {
  return guarded(env, [&] {
    samforge::MemoryTiming timing;
    timing.latency = latency;
    timing.bytesPerCycle = bytesPerCycle;
    timing.seed = seed;
    double values[5];
    env->GetDoubleArrayRegion(stalls, 0, 5, values);
    for (int i = 0; i < 5; ++i) timing.stall[i] = probability(values[i]);
    auto& clocked = *reinterpret_cast<samforge::ClockedModel*>(model);
    return reinterpret_cast<jlong>(new Accelerator(clocked, dramBytes, timing, logWrites));
  });
}

SAMFORGE_JNI(void, free)(JNIEnv*, jclass, jlong handle) { delete &at(handle); }

SAMFORGE_JNI(void, reset)(JNIEnv* env, jclass, jlong handle, jint cycles) {
  guarded(env, [&] { at(handle).reset(cycles); });
}

SAMFORGE_JNI(jboolean, run)
(JNIEnv* env, jclass, jlong handle, jlong cycles, jboolean stopAtInterrupt) {
  return guarded(env, [&] { return jboolean(at(handle).run(cycles, stopAtInterrupt)); });
}

SAMFORGE_JNI(void, writeRegister)
(JNIEnv* env, jclass, jlong handle, jint address, jint value, jlong budget) {
  guarded(env, [&] { at(handle).writeRegister(address, value, budget); });
}

SAMFORGE_JNI(jint, readRegister)(JNIEnv* env, jclass, jlong handle, jint address, jlong budget) {
  return guarded(env, [&] { return jint(at(handle).readRegister(address, budget)); });
}

SAMFORGE_JNI(void, write)
(JNIEnv* env, jclass, jlong handle, jlong address, jbyteArray source, jint offset, jint length) {
  guarded(env, [&] {
    samforge::Dram& dram = at(handle).memory();
    dram.requireRange(address, length);
    env->GetByteArrayRegion(source, offset, length, reinterpret_cast<jbyte*>(dram.at(address)));
  });
}

SAMFORGE_JNI(void, read)
(JNIEnv* env, jclass, jlong handle, jlong address, jbyteArray target, jint offset, jint length) {
  guarded(env, [&] {
    samforge::Dram& dram = at(handle).memory();
    dram.requireRange(address, length);
    env->SetByteArrayRegion(target, offset, length, reinterpret_cast<jbyte*>(dram.at(address)));
  });
}

SAMFORGE_JNI(void, fill)
(JNIEnv* env, jclass, jlong handle, jlong address, jlong length, jbyte value) {
  guarded(env, [&] {
    samforge::Dram& dram = at(handle).memory();
    dram.requireRange(address, length);
    std::memset(dram.at(address), value, length);
  });
}

SAMFORGE_JNI(jlong, writeCycle)(JNIEnv* env, jclass, jlong handle, jlong address) {
  return guarded(env, [&] { return jlong(at(handle).memory().writeCycle(address)); });
}

SAMFORGE_JNI(void, failRead)(JNIEnv*, jclass, jlong handle, jlong address) {
  at(handle).axi().failRead(address);
}

SAMFORGE_JNI(void, failWrite)(JNIEnv*, jclass, jlong handle, jlong address) {
  at(handle).axi().failWrite(address);
}

SAMFORGE_JNI(jlongArray, statistics)(JNIEnv* env, jclass, jlong handle) {
  const samforge::AxiStatistics& counts = at(handle).axi().statistics();
  jlong values[] = {jlong(counts.readBursts), jlong(counts.readBeats), jlong(counts.writeBursts),
                    jlong(counts.writeBeats)};
  jlongArray array = env->NewLongArray(4);
  env->SetLongArrayRegion(array, 0, 4, values);
  return array;
}

SAMFORGE_JNI(jstring, describe)(JNIEnv* env, jclass, jlong handle) {
  return env->NewStringUTF(at(handle).describe().c_str());
}
