package io.samforge.hdl;

import spinal.idslplugin.Location;

/** Finds the Java source line, outside this package, that a hardware operation was written on. */
final class SourceLine {
  private static final StackWalker WALKER = StackWalker.getInstance();
  private static final String PACKAGE = SourceLine.class.getPackageName() + ".";
  private static final Location UNKNOWN = new Location("", 0, 0);

  private SourceLine() {}

  /** Returns {@code File.java:line} of the nearest caller outside this package. */
  static String ofCaller() {
    return WALKER.walk(
        frames ->
            frames
                .filter(f -> !isInternal(f.getClassName()))
                .findFirst()
                .map(f -> f.getFileName() + ":" + f.getLineNumber())
                .orElse("unknown"));
  }

  /** Returns the location object that SpinalHDL's methods ask for; names never depend on it. */
  static Location location() {
    return UNKNOWN;
  }

  private static boolean isInternal(String className) {
    return className.startsWith(PACKAGE)
        && !className.endsWith("Test")
        && !className.contains("Test$");
  }
}
