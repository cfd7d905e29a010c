package io.samforge.eval.accuracy.coco;

import io.samforge.arch.UserError;
import io.samforge.calib.ProgressListener;
import io.samforge.calib.model.Photograph;
import io.samforge.eval.mask.ImageEncoder;
import io.samforge.host.mask.ImageSize;
import io.samforge.host.mask.MaskDecoder;
import io.samforge.host.mask.MaskPrediction;
import io.samforge.host.mask.Prompt;
import io.samforge.host.mask.RunLengths;
import io.samforge.host.run.FloatTensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Pictures with marked objects, and boxes of a detector that prompt for masks: the masks inherit
 * category and score of their boxes and are judged as the COCO benchmark judges segmentations.
 */
public final class CocoBenchmark {
  private final CocoDataset dataset;
  private final Path folder;
  private final Map<Long, List<Detection>> boxes;

  private CocoBenchmark(CocoDataset dataset, Path folder, Map<Long, List<Detection>> boxes) {
    this.dataset = dataset;
    this.folder = folder;
    this.boxes = boxes;
  }

  /**
   * Reads the benchmark.
   *
   * @param annotations JSON of pictures, categories and annotations
   * @param detections JSON list of boxes
   * @param folder folder of the pictures
   * @param limit number of pictures, those of the smallest numbers
   * @throws UserError if a file is missing or wrong
   */
  public static CocoBenchmark read(Path annotations, Path detections, Path folder, int limit) {
    CocoDataset whole = CocoReader.dataset(annotations);
    List<Detection> found = CocoReader.detections(detections);
    Map<Long, CocoImage> known =
        whole.images().stream().collect(Collectors.toMap(CocoImage::id, image -> image));
    for (Detection detection : found) {
      if (!known.containsKey(detection.image())) {
        throw new UserError(
            "%s: a box is on picture %d, which %s does not have"
                .formatted(detections, detection.image(), annotations));
      }
    }
    CocoDataset dataset = whole.first(limit);
    if (dataset.images().isEmpty()) {
      throw new UserError("%s has no pictures".formatted(annotations));
    }
    for (CocoImage image : dataset.images()) {
      if (!Files.isRegularFile(folder.resolve(image.fileName()))) {
        throw new UserError(
            "the picture %s of %s does not exist"
                .formatted(folder.resolve(image.fileName()), annotations));
      }
    }
    return new CocoBenchmark(
        dataset, folder, found.stream().collect(Collectors.groupingBy(Detection::image)));
  }

  /** Number of pictures. */
  public int images() {
    return dataset.images().size();
  }

  /** Number of boxes that prompt for masks. */
  public int detections() {
    return dataset.images().stream().mapToInt(image -> counting(image).size()).sum();
  }

  /** The scores of one model; {@code task} hears of each picture. */
  public CocoScores judge(ImageEncoder encoder, MaskDecoder decoder, ProgressListener.Task task) {
    List<ScoredMask> masks = new ArrayList<>();
    for (CocoImage image : dataset.images()) {
      List<Detection> detections = counting(image);
      if (!detections.isEmpty()) {
        masks.addAll(masks(image, detections, encoder, decoder));
      }
      task.step();
    }
    return CocoEvaluation.of(dataset, masks);
  }

  /** The boxes of a picture that can count: of each category the best hundred. */
  private List<Detection> counting(CocoImage image) {
    Map<Long, Integer> perCategory = new HashMap<>();
    return boxes.getOrDefault(image.id(), List.of()).stream()
        .sorted(Comparator.comparingDouble(Detection::score).reversed())
        .filter(
            box -> perCategory.merge(box.category(), 1, Integer::sum) <= CocoEvaluation.MOST_MASKS)
        .toList();
  }

  private List<ScoredMask> masks(
      CocoImage image, List<Detection> detections, ImageEncoder encoder, MaskDecoder decoder) {
    Photograph photograph = Photograph.read(folder.resolve(image.fileName()));
    ImageSize size = new ImageSize(photograph.width(), photograph.height());
    if (!size.equals(image.size())) {
      throw new UserError(
          "the picture %s has %s pixels, its annotation says %s"
              .formatted(folder.resolve(image.fileName()), size, image.size()));
    }
    // A box beside the picture prompts for nothing; it cannot find an object either.
    List<Detection> inside = detections.stream().filter(d -> d.box(size).isPresent()).toList();
    FloatTensor embedding = encoder.encode(photograph);
    List<Prompt> prompts =
        inside.stream().map(d -> Prompt.box(size, d.box(size).orElseThrow())).toList();
    List<MaskPrediction> predictions = decoder.decode(embedding, prompts);
    List<ScoredMask> masks = new ArrayList<>();
    for (Detection detection : detections) {
      int at = inside.indexOf(detection);
      RunLengths mask =
          at < 0
              ? new RunLengths(size, new int[] {Math.toIntExact(size.pixels())})
              : RunLengths.of(predictions.get(at).mask());
      masks.add(new ScoredMask(detection.image(), detection.category(), detection.score(), mask));
    }
    return masks;
  }
}
