package io.samforge.eval.report;

import io.samforge.arch.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The other pages in the folder of a page. */
public final class ReportLinks {
  private ReportLinks() {}

  /**
   * Returns the names of all other pages in alphabetical order.
   *
   * @throws UserError if the folder cannot be read
   */
  public static List<String> beside(Path page) {
    try (Stream<Path> files = Files.list(page.toAbsolutePath().getParent())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".html") && !name.equals(page.getFileName().toString()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UserError(page.getParent() + ": the folder cannot be read: " + e.getMessage(), e);
    }
  }
}
