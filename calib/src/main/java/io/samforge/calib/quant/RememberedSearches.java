package io.samforge.calib.quant;

import io.samforge.arch.UserError;
import io.samforge.arch.layer.QuantizedWeights;
import io.samforge.calib.CodeVersion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Keeps the results of searches in files, found again by the SHA-256 of everything they depend on.
 *
 * <p>That is the kind of search, every bit of its arguments, the classes of this module and of
 * {@code arch}, and the version of Java, whose powers may differ in the last bit. A file ends with
 * the SHA-256 of its content; one that is damaged is computed again.
 */
public final class RememberedSearches implements GridSearches {
  private static final int DIGEST_BYTES = 32;

  private final Path folder;
  private final GridSearches source;
  private final byte[] code;

  /**
   * Keeps what {@code source} computes.
   *
   * @param folder the folder of the files, made when the first is written
   */
  public RememberedSearches(Path folder, GridSearches source) {
    this.folder = folder;
    this.source = source;
    this.code = CodeVersion.digest().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public QuantizedWeights weights(FloatMatrix weights, int bits, IntConsumer progress) {
    Path file = file("weights", bits, weights);
    Optional<ByteBuffer> kept = read(file);
    if (kept.isPresent()) {
      IntStream.range(0, weights.rows()).forEach(progress);
      return SearchResults.weights(kept.get());
    }
    QuantizedWeights found = source.weights(weights, bits, progress);
    write(file, SearchResults.bytes(found));
    return found;
  }

  @Override
  public HluqSearch.Outcome hybrid(FloatMatrix input, FloatMatrix weights, int bits) {
    Path file = file("hybrid", bits, input, weights);
    Optional<ByteBuffer> kept = read(file);
    if (kept.isPresent()) {
      return SearchResults.outcome(kept.get());
    }
    HluqSearch.Outcome found = source.hybrid(input, weights, bits);
    write(file, SearchResults.bytes(found));
    return found;
  }

  private Path file(String kind, int bits, FloatMatrix... arguments) {
    MessageDigest digest = sha256();
    digest.update(code);
    digest.update((kind + " " + bits).getBytes(StandardCharsets.UTF_8));
    for (FloatMatrix matrix : arguments) {
      digest.update(ByteBuffer.allocate(8).putInt(matrix.rows()).putInt(matrix.columns()).flip());
      float[] values = matrix.toArray();
      ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
      bytes.asFloatBuffer().put(values);
      digest.update(bytes);
    }
    return folder.resolve(HexFormat.of().formatHex(digest.digest()) + ".search");
  }

  private static Optional<ByteBuffer> read(Path file) {
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      byte[] bytes = Files.readAllBytes(file);
      if (bytes.length < DIGEST_BYTES) {
        return Optional.empty();
      }
      int end = bytes.length - DIGEST_BYTES;
      MessageDigest digest = sha256();
      digest.update(bytes, 0, end);
      boolean whole = Arrays.equals(digest.digest(), Arrays.copyOfRange(bytes, end, bytes.length));
      return whole ? Optional.of(ByteBuffer.wrap(bytes, 0, end)) : Optional.empty();
    } catch (IOException e) {
      throw new UserError("the cache file " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private void write(Path file, byte[] content) {
    try {
      Files.createDirectories(folder);
      Path fresh = Files.createTempFile(folder, "fresh", ".tmp");
      byte[] bytes = Arrays.copyOf(content, content.length + DIGEST_BYTES);
      System.arraycopy(sha256().digest(content), 0, bytes, content.length, DIGEST_BYTES);
      Files.write(fresh, bytes);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UserError("the cache folder " + folder + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
