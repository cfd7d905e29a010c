package io.samforge.hdl;

/** Declares ports of one direction in the module that is being constructed. */
enum PortDeclarer implements Ports {
  INPUTS {
    @Override
    void direct(Signal<?> signal) {
      signal.node().asInput();
    }
  },
  OUTPUTS {
    @Override
    void direct(Signal<?> signal) {
      signal.node().asOutput();
    }
  };

  abstract void direct(Signal<?> signal);

  @Override
  public Bit bit(String name) {
    return declare(new Bit(Module.newBool()), name);
  }

  @Override
  public Bits bits(String name, int width) {
    return declare(Module.newBits(width), name);
  }

  @Override
  public Unsigned unsigned(String name, int width) {
    return declare(Module.newUnsigned(width), name);
  }

  @Override
  public Signed signed(String name, int width) {
    return declare(Module.newSigned(width), name);
  }

  private <S extends Signal<S>> S declare(S signal, String name) {
    direct(signal);
    return signal.named(name);
  }
}
