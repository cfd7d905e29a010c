package io.samforge.calib.onnx;

import com.google.protobuf.InvalidProtocolBufferException;
import io.samforge.arch.UserError;
import io.samforge.calib.onnx.proto.OnnxProto.ModelProto;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An ONNX file, and the files next to it that hold its tensors.
 *
 * @param path the file
 * @param source what error messages call the model
 */
public record OnnxFile(Path path, String source) {
  private static final long LARGEST = Integer.MAX_VALUE - 8L;

  /** A model that is called like its file. */
  public OnnxFile(Path path) {
    this(path, String.valueOf(path.getFileName()));
  }

  /**
   * Reads the model with all its tensors inside and checks them.
   *
   * @throws UserError if the file is missing, truncated or no ONNX model, if a tensor is stored in
   *     a file that is missing, if a tensor has a wrong size or a value that is not finite, or if
   *     an operator would divide by zero
   */
  public ModelProto read() {
    ModelProto model = parse();
    Path folder = path.toAbsolutePath().normalize().getParent();
    ExternalData external = new ExternalData(folder, source);
    TensorCheck check = new TensorCheck(source);
    ModelProto complete =
        new ModelTensors(source, tensor -> check.checked(external.inline(tensor))).in(model);
    new NodeCheck(source).check(complete);
    return complete;
  }

  private ModelProto parse() {
    byte[] bytes;
    try {
      long size = Files.size(path);
      if (size > LARGEST) {
        throw new UserError(
            "the ONNX model %s has %d bytes, at most %d are possible; export it with external data"
                .formatted(path, size, LARGEST));
      }
      // Files.readAllBytes would keep as much native memory for the next file.
      try (InputStream in = new FileInputStream(path.toFile())) {
        bytes = in.readAllBytes();
      }
    } catch (IOException e) {
      throw new UserError(
          "cannot read the ONNX model " + path + ": " + e.getClass().getSimpleName());
    }
    try {
      ModelProto model = ModelProto.parseFrom(bytes);
      if (model.getGraph().getNodeCount() == 0) {
        throw new UserError("the ONNX model " + path + " has no nodes");
      }
      return model;
    } catch (InvalidProtocolBufferException e) {
      throw new UserError(path + " is not an ONNX model or is truncated: " + e.getMessage());
    }
  }
}
