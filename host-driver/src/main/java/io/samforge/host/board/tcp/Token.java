package io.samforge.host.board.tcp;

import io.samforge.arch.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret that server and clients share. It never travels: a client proves that it knows it by the
 * HMAC-SHA-256 of the server's challenge (RFC 2104).
 */
public final class Token {
  /** The token of a server that asks for none. */
  public static final Token NONE = new Token(new byte[] {0});

  private static final int SHORTEST = 16;
  private static final int PROOF_BYTES = 32;
  private static final String ALGORITHM = "HmacSHA256";

  private final byte[] secret;

  private Token(byte[] secret) {
    this.secret = secret;
  }

  /**
   * Makes a token of a text.
   *
   * @throws UserError when it has fewer than 16 characters
   */
  public static Token of(String text) {
    if (text.length() < SHORTEST) {
      throw new UserError("the token is too short; allowed: at least 16 characters");
    }
    return new Token(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a token from the first line of a file.
   *
   * @throws UserError when it cannot be read or is too short
   */
  public static Token read(Path file) {
    try {
      return of(Files.readString(file).lines().findFirst().orElse("").strip());
    } catch (IOException e) {
      throw new UserError(file + ": the token cannot be read: " + e.getMessage(), e);
    }
  }

  byte[] proof(byte[] challenge) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      return mac.doFinal(challenge);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  /** Compares in a time that tells nothing about where the proofs differ. */
  boolean proven(byte[] challenge, byte[] proof) {
    return proof.length == PROOF_BYTES && MessageDigest.isEqual(proof(challenge), proof);
  }
}
