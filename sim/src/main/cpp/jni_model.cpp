// JNI entry points of class io.samforge.sim.NativeModel.
#include "batch.h"
#include "clocked_model.h"
#include "jni_support.h"

using samforge::ClockedModel;
using samforge::guarded;
using samforge::Port;
using samforge::text;

namespace {
ClockedModel& at(jlong handle) { return *reinterpret_cast<ClockedModel*>(handle); }
Port& port(jlong handle, jint index) { return at(handle).model().ports()[index]; }
}  // namespace

#define SAMFORGE_JNI(type, name) \
  extern "C" JNIEXPORT type JNICALL Java_io_samforge_sim_NativeModel_##name

SAMFORGE_JNI(jlong, open)(JNIEnv* env, jclass, jstring path) {
  return guarded(env, [&] { return reinterpret_cast<jlong>(new ClockedModel(text(env, path))); });
}

SAMFORGE_JNI(void, free)(JNIEnv*, jclass, jlong handle) { delete &at(handle); }

SAMFORGE_JNI(jobjectArray, portNames)(JNIEnv* env, jclass, jlong handle) {
  auto& ports = at(handle).model().ports();
  jclass string = env->FindClass("java/lang/String");
  jobjectArray names = env->NewObjectArray(ports.size(), string, nullptr);
  for (size_t i = 0; i < ports.size(); ++i) {
    env->SetObjectArrayElement(names, i, env->NewStringUTF(ports[i].name.c_str()));
  }
  return names;
}

SAMFORGE_JNI(jintArray, portShapes)(JNIEnv* env, jclass, jlong handle) {
  std::vector<jint> shapes;
  for (const Port& port : at(handle).model().ports()) {
    shapes.push_back(port.output ? -jint(port.width) : jint(port.width));
  }
  jintArray array = env->NewIntArray(shapes.size());
  env->SetIntArrayRegion(array, 0, shapes.size(), shapes.data());
  return array;
}

SAMFORGE_JNI(void, setLong)(JNIEnv*, jclass, jlong handle, jint index, jlong value) {
  port(handle, index).set(value);
  at(handle).touch();
}

SAMFORGE_JNI(void, setBytes)(JNIEnv* env, jclass, jlong handle, jint index, jbyteArray value) {
  Port& target = port(handle, index);
  env->GetByteArrayRegion(value, 0, target.bytes(), reinterpret_cast<jbyte*>(target.data));
  at(handle).touch();
}

SAMFORGE_JNI(jlong, getLong)(JNIEnv* env, jclass, jlong handle, jint index) {
  return guarded(env, [&] {
    at(handle).refresh();
    return jlong(port(handle, index).get());
  });
}

SAMFORGE_JNI(void, getBytes)(JNIEnv* env, jclass, jlong handle, jint index, jbyteArray value) {
  guarded(env, [&] {
    at(handle).refresh();
    Port& source = port(handle, index);
    env->SetByteArrayRegion(value, 0, source.bytes(), reinterpret_cast<jbyte*>(source.data));
  });
}

SAMFORGE_JNI(void, step)(JNIEnv* env, jclass, jlong handle, jlong cycles) {
  guarded(env, [&] { at(handle).step(cycles); });
}

SAMFORGE_JNI(jlong, cycle)(JNIEnv*, jclass, jlong handle) { return at(handle).cycle(); }

SAMFORGE_JNI(void, run)
(JNIEnv* env, jclass, jlong handle, jintArray inputs, jbyteArray stimulus, jintArray outputs,
 jbyteArray response, jint cycles) {
  guarded(env, [&] {
    samforge::Batch batch(at(handle), samforge::integers(env, inputs),
                          samforge::integers(env, outputs));
    std::vector<jbyte> in(env->GetArrayLength(stimulus));
    std::vector<jbyte> out(env->GetArrayLength(response));
    env->GetByteArrayRegion(stimulus, 0, in.size(), in.data());
    batch.run(reinterpret_cast<uint8_t*>(in.data()), reinterpret_cast<uint8_t*>(out.data()),
              cycles);
    env->SetByteArrayRegion(response, 0, out.size(), out.data());
  });
}

SAMFORGE_JNI(void, record)(JNIEnv* env, jclass, jlong handle, jstring path) {
  guarded(env, [&] { at(handle).record(text(env, path)); });
}

SAMFORGE_JNI(void, traceWindow)
(JNIEnv* env, jclass, jlong handle, jstring path, jlong from, jlong to) {
  guarded(env, [&] { at(handle).traceWindow(text(env, path), from, to); });
}

SAMFORGE_JNI(void, traceClose)(JNIEnv* env, jclass, jlong handle) {
  guarded(env, [&] { at(handle).traceClose(); });
}
