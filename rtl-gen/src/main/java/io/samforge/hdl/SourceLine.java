package io.samforge.hdl;

import java.util.regex.Pattern;
import spinal.idslplugin.Location;

/** Finds the Java source line, outside this package, that a hardware operation was written on. */
final class SourceLine {
  private static final StackWalker WALKER = StackWalker.getInstance();
  private static final String PACKAGE = SourceLine.class.getPackageName() + ".";
  private static final Pattern TEST = Pattern.compile("Test([$.]|$)");
  private static final Location UNKNOWN = new Location("", 0, 0);

  private SourceLine() {}

  /** Returns {@code File.java:line} of the nearest caller outside this package. */
  static String ofCaller() {
    return WALKER.walk(
        frames ->
            frames
                .filter(f -> isUserCode(f.getClassName()))
                .findFirst()
                .map(f -> f.getFileName() + ":" + f.getLineNumber())
                .orElse("unknown"));
  }

  /** Returns the location object that SpinalHDL's methods ask for; names never depend on it. */
  static Location location() {
    return UNKNOWN;
  }

  /** Returns whether a class or method is outside this package; tests of the package count. */
  static boolean isUserCode(String qualifiedName) {
    return !qualifiedName.startsWith(PACKAGE) || TEST.matcher(qualifiedName).find();
  }
}
