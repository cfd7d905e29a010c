package io.samforge.rtl.unit;

import io.samforge.arch.UserError;
import io.samforge.hdl.Module;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A unit that can be emitted alone.
 *
 * @param name its name, which is also the name of its Verilog module
 * @param meaning what it does, for help texts
 * @param parameters its parameters, in the order of help texts
 * @param constructor creates the module from the values of all parameters
 */
public record StandaloneUnit(
    String name,
    String meaning,
    List<UnitParameter> parameters,
    Function<Map<String, Integer>, Module> constructor) {

  /** Copies the list. */
  public StandaloneUnit {
    parameters = List.copyOf(parameters);
  }

  /**
   * Returns a supplier of the unit, for {@link io.samforge.hdl.VerilogEmitter}.
   *
   * @param given values by parameter name; the others take their defaults
   * @throws UserError naming the parameter that is unknown or out of range
   */
  public Supplier<Module> supplier(Map<String, Integer> given) {
    for (String key : given.keySet()) {
      if (parameters.stream().noneMatch(p -> p.name().equals(key))) {
        String known =
            parameters.stream().map(UnitParameter::name).collect(Collectors.joining(", "));
        throw new UserError(
            "unit " + name + ": parameter " + key + " is unknown; allowed: " + known);
      }
    }
    Map<String, Integer> values = valuesWith(given);
    parameters.forEach(parameter -> parameter.requireInRange(name, values.get(parameter.name())));
    return () -> constructor.apply(values);
  }

  /** Returns the values of all parameters: the given ones, and the defaults of the others. */
  public Map<String, Integer> valuesWith(Map<String, Integer> given) {
    Map<String, Integer> values = new LinkedHashMap<>();
    for (UnitParameter parameter : parameters) {
      values.put(parameter.name(), given.getOrDefault(parameter.name(), parameter.defaultValue()));
    }
    return values;
  }
}
