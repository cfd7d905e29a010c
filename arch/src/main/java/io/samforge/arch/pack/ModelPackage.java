package io.samforge.arch.pack;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A quantised model with everything that a host needs to run it on one configuration.
 *
 * @param config the configuration that it was compiled for
 * @param model the model that it was made of
 * @param functions its parts that run by themselves, such as {@code encoder} and {@code decoder}
 * @param calibration what the calibration tells about itself, in any form
 */
public record ModelPackage(
    AcceleratorConfig config,
    ModelOrigin model,
    Map<String, PackedFunction> functions,
    JsonObject calibration) {
  /** Copies the map, keeping its order, and refuses units of another configuration. */
  public ModelPackage {
    functions = Collections.unmodifiableMap(new LinkedHashMap<>(functions));
    for (PackedFunction function : functions.values()) {
      for (ProgramUnit unit : function.units()) {
        if (unit instanceof LinearUnit linear
            && !linear.program().config().hash().equals(config.hash())) {
          throw new IllegalArgumentException(
              "unit " + unit.name() + " was compiled for another configuration");
        }
        if (unit instanceof ProductUnit product) {
          product.checkDescriptors(config);
        }
      }
    }
  }

  /** Returns this package with a field of its calibration added or replaced. */
  public ModelPackage withCalibration(String field, JsonElement value) {
    JsonObject all = calibration.deepCopy();
    all.add(field, value);
    return new ModelPackage(config, model, functions, all);
  }

  /**
   * Returns a function.
   *
   * @throws UserError naming the functions that there are
   */
  public PackedFunction function(String name) {
    PackedFunction function = functions.get(name);
    if (function == null) {
      throw new UserError(
          "the model package has no function %s; it has: %s"
              .formatted(name, String.join(", ", functions.keySet())));
    }
    return function;
  }

  /** Returns the layers of a function, made from the bytes that a device reads. */
  public PackedLayers layers(String function) {
    return new PackedLayers(config, function(function));
  }

  /**
   * Writes the package to a file; the same package gives the same bytes, and a file under that name
   * is replaced only by a complete one.
   */
  public void save(Path file) {
    PackageFile.save(this, file);
  }

  /**
   * Reads a package from a file.
   *
   * @throws UserError when the file is missing, damaged, of another version or inconsistent
   */
  public static ModelPackage load(Path file) {
    return PackageFile.load(file);
  }

  /**
   * Reads a package from a file for a given accelerator.
   *
   * @throws UserError as for {@link #load(Path)}, and when it was compiled for another
   *     configuration; the message names the fields that differ and the command that rebuilds
   */
  public static ModelPackage load(Path file, AcceleratorConfig device) {
    ModelPackage loaded = PackageFile.load(file);
    try {
      loaded.requireConfig(device);
    } catch (UserError e) {
      throw new UserError(file + ": " + e.getMessage(), e);
    }
    return loaded;
  }

  /**
   * Checks that the package runs on an accelerator.
   *
   * @throws UserError naming the fields that differ and the command that rebuilds the package
   */
  public void requireConfig(AcceleratorConfig device) {
    config.requireSame(device, "the model package", "calib");
  }
}
