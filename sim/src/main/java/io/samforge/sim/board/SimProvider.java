package io.samforge.sim.board;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.host.board.Board;
import io.samforge.host.board.BoardProvider;
import io.samforge.host.board.BoardUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Simulated boards: {@code sim:CONFIG}, a configuration file or the name of one in configs/. */
public final class SimProvider implements BoardProvider {
  private static final String SUFFIX = ".json";

  @Override
  public String scheme() {
    return "sim";
  }

  @Override
  public String form() {
    return "sim:CONFIG";
  }

  @Override
  public Board open(BoardUrl url) {
    url.require(form());
    Path named = folder().resolve(url.place() + SUFFIX);
    boolean name = url.place().matches("[a-z][a-z0-9-]*") && Files.isRegularFile(named);
    AcceleratorConfig config = AcceleratorConfig.load(name ? named : Path.of(url.place()));
    return SimBoard.open(url.toString(), config);
  }

  @Override
  public List<String> find() {
    if (!Files.isDirectory(folder())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(SUFFIX))
          .map(file -> "sim:" + file.substring(0, file.length() - SUFFIX.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UserError(folder() + ": the folder cannot be read: " + e.getMessage(), e);
    }
  }

  private static Path folder() {
    return Path.of(System.getProperty("samforge.root", "."), "configs");
  }
}
