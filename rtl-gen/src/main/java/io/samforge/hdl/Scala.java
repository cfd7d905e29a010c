package io.samforge.hdl;

import java.util.List;
import java.util.function.Supplier;
import scala.Function0;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction0;
import scala.runtime.BoxedUnit;

/** Turns Java lambdas and lists into the Scala types that SpinalHDL asks for. */
final class Scala {
  private Scala() {}

  static <T> Function0<T> function(Supplier<T> supplier) {
    return new AbstractFunction0<>() {
      @Override
      public T apply() {
        return supplier.get();
      }
    };
  }

  static Function0<BoxedUnit> block(Runnable body) {
    return function(
        () -> {
          body.run();
          return BoxedUnit.UNIT;
        });
  }

  static <T> Seq<T> seq(List<T> items) {
    return CollectionConverters.asScala(items).toSeq();
  }
}
