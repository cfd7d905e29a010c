package io.samforge.sim.release;

import io.samforge.arch.AtomicFile;
import io.samforge.arch.Sha256;
import io.samforge.arch.StoredZip;
import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.register.RegisterDocs;
import io.samforge.rtl.LintWaivers;
import io.samforge.rtl.RtlGenerator;
import io.samforge.sim.synth.TopPort;
import io.samforge.sim.verilator.ModelSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A zip with the Verilog of one configuration and all that others need to use it without samforge:
 * the configuration, registers for people and for C, descriptions for FuseSoC and IP-XACT, bill of
 * materials, licence, checksums. The same configuration gives the same bytes.
 */
public final class ReleaseArchive {
  private static final String VERILOG = "rtl/Accelerator.v";
  private static final String WAIVERS = "rtl/waivers.vlt";

  private final AcceleratorConfig config;
  private final Path root;

  /**
   * Prepares the archive.
   *
   * @param root folder that holds {@code LICENSE}
   */
  public ReleaseArchive(AcceleratorConfig config, Path root) {
    this.config = config;
    this.root = root;
  }

  /** Returns the name of its file. */
  public String fileName() {
    return "samforge-" + config.name() + "-" + RtlGenerator.VERSION + ".zip";
  }

  /** Returns its files by their path, the checksums last. */
  public Map<String, byte[]> files() {
    String verilog = RtlGenerator.accelerator(config);
    List<TopPort> ports = TopPort.of(ModelSource.text(RtlGenerator.TOP, verilog));
    Map<String, byte[]> files = new LinkedHashMap<>();
    put(files, VERILOG, verilog);
    put(files, WAIVERS, LintWaivers.text());
    put(files, "config.json", config.toJson());
    put(files, "doc/registers.md", RegisterDocs.markdown());
    put(files, "include/samforge_registers.h", RegisterDocs.cHeader());
    put(files, "samforge.core", FuseSocCore.text(config.name(), VERILOG, WAIVERS));
    put(files, "component.xml", IpXact.text(ports, List.of(VERILOG)));
    put(files, "LICENSE", licence());
    put(files, "sbom.cdx.json", SoftwareBill.json(config, files));
    StringBuilder sums = new StringBuilder();
    files.forEach(
        (name, content) -> sums.append(Sha256.of(content)).append("  ").append(name).append('\n'));
    put(files, "SHA256SUMS", sums.toString());
    return files;
  }

  /**
   * Writes the archive.
   *
   * @return its path
   */
  public Path write(Path folder) {
    Path file = folder.resolve(fileName());
    try {
      new AtomicFile(file).write(StoredZip.write(files()));
    } catch (IOException failure) {
      throw new UserError(file + ": cannot be written: " + failure, failure);
    }
    return file;
  }

  private String licence() {
    Path file = root.resolve("LICENSE");
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UserError(file + ": cannot be read: " + failure, failure);
    }
  }

  private static void put(Map<String, byte[]> files, String name, String text) {
    files.put(name, text.getBytes(StandardCharsets.UTF_8));
  }
}
