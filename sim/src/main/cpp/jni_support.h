// Conversions shared by the JNI entry points.
#ifndef SAMFORGE_JNI_SUPPORT_H
#define SAMFORGE_JNI_SUPPORT_H

#include <jni.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace samforge {

inline std::string text(JNIEnv* env, jstring value) {
  if (!value) return "";
  const char* characters = env->GetStringUTFChars(value, nullptr);
  std::string copy(characters);
  env->ReleaseStringUTFChars(value, characters);
  return copy;
}

inline std::vector<int> integers(JNIEnv* env, jintArray array) {
  std::vector<int> values(env->GetArrayLength(array));
  env->GetIntArrayRegion(array, 0, values.size(), values.data());
  return values;
}

// Runs `body`; a C++ exception becomes a Java SimulationException and a zero result.
template <typename Body>
auto guarded(JNIEnv* env, Body body) -> decltype(body()) {
  try {
    return body();
  } catch (const std::exception& failure) {
    env->ThrowNew(env->FindClass("io/samforge/sim/SimulationException"), failure.what());
    return decltype(body())();
  }
}

}  // namespace samforge

#endif
