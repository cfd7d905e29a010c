package io.samforge.arch.tools;

import io.samforge.arch.AtomicFile;
import io.samforge.arch.UserError;
import io.samforge.arch.register.RegisterDocs;
import io.samforge.arch.register.RegisterXml;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes every text that is generated from the register map into a folder. */
public final class WriteRegisters {
  private static final int BAD_INPUT = 2;

  private WriteRegisters() {}

  /** Writes the files into the folder that is named; status 2 when that cannot be done. */
  public static void main(String[] arguments) {
    try {
      if (arguments.length != 1) {
        throw new UserError("usage: WriteRegisters FOLDER");
      }
      Path folder = Path.of(arguments[0]);
      texts().forEach((name, text) -> new AtomicFile(folder.resolve(name)).write(text));
      System.out.println("registers: " + folder);
    } catch (UserError e) {
      System.err.println(e.getMessage());
      System.exit(BAD_INPUT);
    }
  }

  /** Returns the files by name. */
  static Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("registers.md", RegisterDocs.markdown());
    texts.put("samforge_registers.h", RegisterDocs.cHeader());
    texts.put("samforge.rdl", RegisterDocs.systemRdl());
    texts.put("samforge.ipxact.xml", RegisterXml.ipXact());
    texts.put("samforge.svd", RegisterXml.cmsisSvd());
    return texts;
  }
}
