package io.samforge.sim.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.samforge.arch.Sha256;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.register.Register;
import io.samforge.sim.synth.TopPort;
import io.samforge.sim.verilator.ModelSource;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ReleaseArchiveTest {
  private static final Path ROOT = Path.of(System.getProperty("samforge.root", ".."));

  @TempDir Path folder;

  private final AcceleratorConfig config =
      AcceleratorConfig.load(ROOT.resolve("configs").resolve("tiny.json"));
  private final ReleaseArchive archive = new ReleaseArchive(config, ROOT);
  private final Map<String, byte[]> files = archive.files();

  @Test
  void checksumsCoverEveryFileAndTheSameConfigurationGivesTheSameArchive() throws Exception {
    Map<String, String> sums =
        text("SHA256SUMS")
            .lines()
            .collect(Collectors.toMap(line -> line.substring(66), line -> line.substring(0, 64)));
    Set<String> others = new TreeSet<>(files.keySet());
    others.remove("SHA256SUMS");
    assertThat(sums).containsOnlyKeys(others);
    sums.forEach((name, sum) -> assertThat(Sha256.of(files.get(name))).isEqualTo(sum));
    byte[] first = Files.readAllBytes(archive.write(folder.resolve("a")));
    byte[] second = Files.readAllBytes(archive.write(folder.resolve("b")));
    assertThat(first).isEqualTo(second);
  }

  @Test
  void ipXactNamesEveryPortOnceAndMapsEveryBusSignal() throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    Document document =
        factory.newDocumentBuilder().parse(new ByteArrayInputStream(files.get("component.xml")));
    Set<String> ports =
        TopPort.of(ModelSource.text("Accelerator", text("rtl/Accelerator.v"))).stream()
            .map(TopPort::name)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(names(document, "ipxact:port")).isEqualTo(ports);
    Set<String> mapped = new TreeSet<>(names(document, "ipxact:physicalPort"));
    ports.removeIf(name -> !name.startsWith("m_axi_") && !name.startsWith("s_axil_"));
    mapped.remove("clk");
    assertThat(mapped).isEqualTo(ports);
    assertThat(names(document, "ipxact:register")).hasSize(Register.values().length);
  }

  @Test
  void descriptionsNameTheFilesAndTheirHashes() {
    assertThat(text("samforge.core"))
        .startsWith("CAPI=2:\n")
        .contains("- rtl/Accelerator.v", "toplevel: Accelerator");
    JsonObject bill = JsonParser.parseString(text("sbom.cdx.json")).getAsJsonObject();
    assertThat(bill.get("bomFormat").getAsString()).isEqualTo("CycloneDX");
    assertThat(bill.getAsJsonArray("components"))
        .hasSize(files.size() - 2)
        .anySatisfy(
            part ->
                assertThat(part.toString())
                    .contains("rtl/Accelerator.v", Sha256.of(files.get("rtl/Accelerator.v"))));
    assertThat(AcceleratorConfig.fromJson(text("config.json"), "archive").hash())
        .isEqualTo(config.hash());
  }

  private String text(String name) {
    return new String(files.get(name), StandardCharsets.UTF_8);
  }

  private static Set<String> names(Document document, String tag) {
    Set<String> names = new TreeSet<>();
    NodeList found = document.getElementsByTagName(tag);
    for (int i = 0; i < found.getLength(); i++) {
      Element element = (Element) found.item(i);
      names.add(element.getElementsByTagName("ipxact:name").item(0).getTextContent());
    }
    return names;
  }
}
