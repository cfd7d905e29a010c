package io.samforge.hdl;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Supplier;
import java.util.stream.Stream;
import spinal.core.ClockDomainConfig;
import spinal.core.SpinalConfig;
import spinal.core.SpinalConfig$;
import spinal.core.SpinalExit;

/** Elaborates a module and returns it, with all modules below it, as one Verilog text. */
public final class VerilogEmitter {
  // Positions of the fields of SpinalConfig that differ from its defaults.
  private static final int MODE = 0;
  private static final int CLOCK_DOMAIN = 4;
  private static final int TARGET_DIRECTORY = 7;
  private static final int NETLIST_FILE_NAME = 9;
  private static final int NAME_WHEN_BY_FILE = 26;
  private static final int HEADER_WITH_REPO_HASH = 33;
  private static final int PRINT_FILELIST = 54;

  private VerilogEmitter() {}

  /**
   * Elaborates {@code constructor} as the top module.
   *
   * @param header comment lines put in front, without comment signs
   * @return the Verilog of the whole hierarchy
   * @throws HdlException if the description is wrong
   */
  public static String emit(String header, Supplier<? extends Module> constructor) {
    try {
      Path directory = Files.createTempDirectory("samforge-rtl");
      try {
        return commented(header) + elaborate(directory, constructor);
      } finally {
        deleteRecursively(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String elaborate(Path directory, Supplier<? extends Module> constructor)
      throws IOException {
    SpinalConfig config = config(directory);
    Runnable generation =
        () ->
            config.generateVerilog(
                Scala.function(
                    () -> {
                      Module top = constructor.get();
                      top.postInitCallback();
                      return top;
                    }));
    try {
      scala.Console$.MODULE$.withOut(OutputStream.nullOutputStream(), Scala.block(generation));
    } catch (Exception e) {
      // SpinalHDL throws it without declaring it, so it cannot be caught by its own type.
      if (e instanceof SpinalExit) {
        throw ElaborationErrors.of(e.getMessage());
      }
      throw e;
    }
    String text = Files.readString(directory.resolve("top.v"));
    // SpinalHDL heads its file with its own version line; ours carries everything that matters.
    return text.replaceFirst("(?s)\\A// Generator.*?\\n\\n", "");
  }

  private static SpinalConfig config(Path directory) {
    try {
      SpinalConfig$ defaults = SpinalConfig$.MODULE$;
      Constructor<?> constructor =
          Stream.of(SpinalConfig.class.getConstructors())
              .max(Comparator.comparingInt(Constructor::getParameterCount))
              .orElseThrow();
      Object[] arguments = new Object[constructor.getParameterCount()];
      for (int i = 0; i < arguments.length; i++) {
        arguments[i] =
            SpinalConfig$.class.getMethod("$lessinit$greater$default$" + (i + 1)).invoke(defaults);
      }
      arguments[MODE] = spinal.core.Verilog$.MODULE$;
      arguments[CLOCK_DOMAIN] =
          new ClockDomainConfig(
              spinal.core.RISING$.MODULE$,
              spinal.core.SYNC$.MODULE$,
              spinal.core.HIGH$.MODULE$,
              spinal.core.HIGH$.MODULE$,
              spinal.core.HIGH$.MODULE$);
      arguments[TARGET_DIRECTORY] = directory.toString();
      arguments[NETLIST_FILE_NAME] = "top.v";
      arguments[NAME_WHEN_BY_FILE] = false;
      arguments[HEADER_WITH_REPO_HASH] = false;
      arguments[PRINT_FILELIST] = false;
      return (SpinalConfig) constructor.newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
      throw new IllegalStateException("this SpinalHDL version has another configuration", cause);
    }
  }

  private static String commented(String header) {
    StringBuilder text = new StringBuilder();
    header.lines().forEach(line -> text.append("// ").append(line).append('\n'));
    return text.append('\n').toString();
  }

  private static void deleteRecursively(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      paths
          .sorted(Comparator.reverseOrder())
          .forEach(
              path -> {
                try {
                  Files.delete(path);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
