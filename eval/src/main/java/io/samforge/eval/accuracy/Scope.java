package io.samforge.eval.accuracy;

import com.google.gson.annotations.SerializedName;
import java.util.Locale;

/** What of the model is quantised. */
public enum Scope {
  /** The linear layers of the image encoder. */
  @SerializedName("linears")
  LINEARS,
  /** Linear layers and attention products of the image encoder. */
  @SerializedName("encoder")
  ENCODER,
  /** The image encoder and the mask decoder. */
  @SerializedName("all")
  ALL;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
