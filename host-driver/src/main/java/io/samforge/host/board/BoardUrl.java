package io.samforge.host.board;

import io.samforge.arch.UserError;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The address of a board: {@code SCHEME:PLACE[?KEY=VALUE[&KEY=VALUE...]]}.
 *
 * @param scheme the transport
 * @param place what the transport opens
 * @param options further settings
 */
public record BoardUrl(String scheme, String place, Map<String, String> options) {
  /** Copies the options, keeping their order. */
  public BoardUrl {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }

  /**
   * Reads an address.
   *
   * @throws UserError when it has not this form
   */
  public static BoardUrl parse(String text) {
    int colon = text.indexOf(':');
    int query = text.indexOf('?');
    if (colon < 1 || query >= 0 && query < colon) {
      throw new UserError("board URL '%s': allowed is SCHEME:PLACE[?KEY=VALUE]".formatted(text));
    }
    String place = query < 0 ? text.substring(colon + 1) : text.substring(colon + 1, query);
    Map<String, String> options = new LinkedHashMap<>();
    for (String option : query < 0 ? new String[0] : text.substring(query + 1).split("&", -1)) {
      int equals = option.indexOf('=');
      String key = equals < 1 ? "" : option.substring(0, equals);
      if (equals < 1 || options.put(key, option.substring(equals + 1)) != null) {
        throw new UserError(
            "board URL '%s': '%s' is no KEY=VALUE, or is there twice".formatted(text, option));
      }
    }
    return new BoardUrl(text.substring(0, colon), place, options);
  }

  /**
   * Refuses options that the transport does not know, and a missing place.
   *
   * @param form what the URL should look like
   * @throws UserError with the form that is allowed
   */
  public BoardUrl require(String form, String... known) {
    Set<String> unknown = new TreeSet<>(options.keySet());
    unknown.removeAll(Set.of(known));
    if (place.isEmpty() || !unknown.isEmpty()) {
      throw new UserError("board URL '%s': allowed is %s".formatted(this, form));
    }
    return this;
  }

  /** Returns an option. */
  public Optional<String> option(String key) {
    return Optional.ofNullable(options.get(key));
  }

  /**
   * Returns an option that is a whole number.
   *
   * @throws UserError when it is none, or not in the range
   */
  public long number(String key, long otherwise, long least, long most) {
    String text = options.get(key);
    if (text == null) {
      return otherwise;
    }
    try {
      long value = Long.decode(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new UserError(wrongNumber(key, least, most), e);
    }
    throw new UserError(wrongNumber(key, least, most));
  }

  private String wrongNumber(String key, long least, long most) {
    return "board URL '%s': %s must be a number from %d to %d".formatted(this, key, least, most);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(scheme).append(':').append(place);
    String separator = "?";
    for (Map.Entry<String, String> option : options.entrySet()) {
      text.append(separator).append(option.getKey()).append('=').append(option.getValue());
      separator = "&";
    }
    return text.toString();
  }
}
