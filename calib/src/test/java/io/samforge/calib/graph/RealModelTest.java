package io.samforge.calib.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.calib.model.ModelFile;
import io.samforge.calib.model.ModelStore;
import org.junit.jupiter.api.Test;

class RealModelTest {
  @Test
  void encoder() {
    long t = System.nanoTime();
    StagedModel m =
        GraphReader.read(ModelStore.standard().locate(ModelFile.ENCODER), GraphOptions.encoder());
    System.out.println((System.nanoTime() - t) / 1e9);
    System.out.print(m.placement().text());
    m.graph()
        .steps()
        .forEach(
            s ->
                System.out.println(
                    s.toString().length() > 700 ? s.toString().substring(0, 700) : s.toString()));
    t = System.nanoTime();
    m = GraphReader.read(ModelStore.standard().locate(ModelFile.DECODER), GraphOptions.decoder());
    System.out.println((System.nanoTime() - t) / 1e9);
    System.out.print(m.placement().text());
    m.graph()
        .steps()
        .forEach(
            s ->
                System.out.println(
                    s.toString().length() > 700 ? s.toString().substring(0, 700) : s.toString()));
    assertThat(m.graph().steps()).isNotEmpty();
  }
}
