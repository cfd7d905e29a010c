package io.samforge.eval.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.calib.model.ModelFile;
import io.samforge.calib.model.ModelStore;
import io.samforge.calib.model.Photograph;
import io.samforge.host.mask.ImageSize;
import io.samforge.host.mask.Mask;
import io.samforge.host.mask.MaskPrediction;
import io.samforge.host.mask.OnnxMaskDecoder;
import io.samforge.host.mask.Prompt;
import io.samforge.host.mask.PromptBox;
import io.samforge.host.mask.PromptPoint;
import io.samforge.host.run.FloatTensor;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The real model on a drawn picture: a bright disc on a dark ground. */
class FloatSamTest {
  private static final ImageSize SIZE = new ImageSize(900, 611);
  private static final double X = 300;
  private static final double Y = 280;
  private static final double RADIUS = 150;

  private static OnnxMaskDecoder decoder;
  private static FloatTensor embedding;

  @BeforeAll
  static void encode() {
    decoder = new OnnxMaskDecoder(ModelStore.standard().locate(ModelFile.DECODER));
    try (ImageEncoder encoder =
        OnnxImageEncoder.open(ModelStore.standard().locate(ModelFile.ENCODER))) {
      embedding = encoder.encode(Photograph.of(disc(), "disc"));
    }
  }

  @AfterAll
  static void close() {
    decoder.close();
  }

  private static BufferedImage disc() {
    BufferedImage image =
        new BufferedImage(SIZE.width(), SIZE.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(40, 60, 50));
    graphics.fillRect(0, 0, SIZE.width(), SIZE.height());
    graphics.setColor(new Color(230, 180, 60));
    graphics.fillOval(
        (int) (X - RADIUS), (int) (Y - RADIUS), (int) (2 * RADIUS), (int) (2 * RADIUS));
    graphics.dispose();
    return image;
  }

  private static Mask drawn() {
    BitSet pixels = new BitSet();
    for (int i = 0; i < SIZE.pixels(); i++) {
      double dx = i % SIZE.width() + 0.5 - X;
      int row = i / SIZE.width();
      double dy = row + 0.5 - Y;
      pixels.set(i, dx * dx + dy * dy < RADIUS * RADIUS);
    }
    return new Mask(SIZE, pixels);
  }

  private static List<Prompt> prompts() {
    PromptBox box = new PromptBox(X - RADIUS, Y - RADIUS, X + RADIUS, Y + RADIUS);
    return List.of(
        Prompt.point(SIZE, X, Y),
        Prompt.box(SIZE, box),
        new Prompt(
            SIZE,
            List.of(PromptPoint.on(X, Y), new PromptPoint(700, 500, false)),
            Optional.of(box)));
  }

  @Test
  void everyPromptFindsTheDisc() {
    assertThat(embedding.shape()).containsExactly(1L, 256L, 64L, 64L);
    for (MaskPrediction prediction : decoder.decode(embedding, prompts())) {
      assertThat(prediction.mask().iou(drawn())).isGreaterThan(0.95);
      assertThat(prediction.predictedIou()).isBetween(0.85f, 1.1f);
    }
  }

  @Test
  void upsamplingEqualsTheMaskOfTheModel() {
    for (Prompt prompt : prompts()) {
      Mask mask = decoder.decode(embedding, prompt).mask();
      float[] logits = decoder.fullSizeLogits(embedding, prompt);
      BitSet positive = new BitSet();
      for (int i = 0; i < logits.length; i++) {
        positive.set(i, logits[i] > 0);
      }
      assertThat(mask.iou(new Mask(SIZE, positive))).as(prompt.text()).isGreaterThan(0.999);
    }
  }
}
