package io.samforge.host.board;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.register.Register;
import io.samforge.arch.register.RegisterMap;
import io.samforge.host.DeviceException;

/**
 * What the registers of a board say about its hardware.
 *
 * @param id the letters SAMF
 * @param version version of the register map
 * @param hash the eight words of the config hash
 * @param capabilities the words CAP0 to CAP2
 */
public record BoardIdentity(int id, int version, int[] hash, int[] capabilities) {
  /** Bytes of the register map. */
  public static final int REGISTER_BYTES = 1 << RegisterMap.ADDRESS_BITS;

  private static final int HASH_WORDS = 8;
  private static final int CAPABILITY_WORDS = 3;

  /** Copies the arrays. */
  public BoardIdentity {
    hash = hash.clone();
    capabilities = capabilities.clone();
  }

  /**
   * Reads the registers.
   *
   * @throws DeviceException when no accelerator answers: another ID, or ones as from an empty slot
   */
  public static BoardIdentity read(Board board) {
    int[] head = board.readRegisters(Register.ID.offset(), 2);
    BoardIdentity identity =
        new BoardIdentity(
            head[0],
            head[1],
            board.readRegisters(Register.CONFIG_HASH0.offset(), HASH_WORDS),
            board.readRegisters(Register.CAP0.offset(), CAPABILITY_WORDS));
    if (identity.id == -1) {
      throw new DeviceException(
          board.info() + ": every read gives ones; the card is gone or holds no design");
    }
    if (identity.id != RegisterMap.ID_VALUE) {
      throw new DeviceException(
          "%s: register ID is 0x%08x; a samforge accelerator has 0x%08x"
              .formatted(board.info(), identity.id, RegisterMap.ID_VALUE));
    }
    if (identity.version >>> 16 != RegisterMap.VERSION_VALUE >>> 16) {
      throw new DeviceException(
          "%s: register map version 0x%08x; this driver knows 0x%08x"
              .formatted(board.info(), identity.version, RegisterMap.VERSION_VALUE));
    }
    return identity;
  }

  /** Returns whether the hardware was generated from a configuration. */
  public boolean matches(AcceleratorConfig config) {
    for (int i = 0; i < HASH_WORDS; i++) {
      if (hash[i] != config.hashWord(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Checks that the hardware was generated from a configuration.
   *
   * @throws UserError naming both hashes and the command that makes the hardware anew
   */
  public void require(AcceleratorConfig config) {
    if (!matches(config)) {
      throw new UserError(
          "the hardware has the config hash %s, configuration %s has %s; generate the Verilog"
                  .formatted(hashText(), config.name(), config.hash())
              + " again with 'make rtl CONFIG=...', or the package with 'make calib CONFIG=...'");
    }
  }

  /** Returns the config hash, 64 hexadecimal digits. */
  public String hashText() {
    StringBuilder text = new StringBuilder();
    for (int word : hash) {
      text.append("%08x".formatted(word));
    }
    return text.toString();
  }
}
